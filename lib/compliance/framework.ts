/** A framework whose controls checks speak to. Plain data in our own form; texts under copyright are not repeated. */
export interface Framework {
  readonly id: string
  /** The framework by whose id checks name these controls, where this one shows a part of it. */
  readonly viewOf?: string
  readonly name: string
  readonly version: string
  readonly url: string
  /** Whether the identifiers are the publication's own; `local` where it gives none. */
  readonly identifiers: 'official' | 'local'
  /** Whether `controls` lists all of the framework, or only those that TLS identity can speak to. */
  readonly complete: boolean
  readonly note: string | null
  readonly controls: readonly Control[]
}

export interface Control {
  /** As the publication writes it: `SC-8(1)`, `PR.DS-02`, `NHI4:2025`. */
  readonly id: string
  /** How to write it for people, where that is not the id. */
  readonly label: string | null
  readonly title: string
  /** `gist`: our paraphrase, where the source gives no title or its text is not free. */
  readonly titleKind: 'official' | 'gist'
  readonly url: string
  /** Valid as an OSCAL token; `SC-8(1)` is none. */
  readonly oscalId: string
  /** `category` groups others and has no status of its own; `superseded` and `withdrawn` are never scored. */
  readonly kind: 'control' | 'category'
  readonly status: 'active' | 'superseded' | 'withdrawn'
  /** The category that it belongs to. */
  readonly parent: string | null
  /** Whether identifier and title were confirmed against the publication. */
  readonly confirmed: boolean
  /** SP 800-53B baselines; empty: in none of them. Null for other frameworks. */
  readonly baselines: readonly ('low' | 'moderate' | 'high')[] | null
  readonly replacedBy: readonly { readonly framework: string; readonly control: string }[]
}

type Row = Pick<Control, 'id' | 'title' | 'oscalId'> & Partial<Control>

/** A row of a catalogue: what it leaves out is an active, confirmed control under its official title. */
export function controlRows(url: string, rows: readonly Row[]): readonly Control[] {
  return rows.map((row) => ({
    label: null,
    titleKind: 'official',
    url,
    kind: 'control',
    status: 'active',
    parent: null,
    confirmed: true,
    baselines: null,
    replacedBy: [],
    ...row,
  }))
}
