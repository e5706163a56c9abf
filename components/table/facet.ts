/** One filter of the bar; `key` is the parameter of the entity's filter schema. */
export type Facet =
  | {
      readonly kind: 'choice'
      readonly key: string
      readonly label: string
      readonly options: readonly FacetOption[]
      readonly standing?: Standing
    }
  | { readonly kind: 'flag'; readonly key: string; readonly label: string; readonly yes?: string; readonly no?: string }
  | { readonly kind: 'date'; readonly key: string; readonly label: string }

/** What is chosen while the URL says nothing (standingField of the filter), and the value that says "no choice". */
export interface Standing {
  readonly values: readonly string[]
  readonly cleared: string
}

export interface FacetOption {
  readonly value: string
  readonly label: string
  readonly count?: number
}
