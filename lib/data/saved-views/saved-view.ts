import { z } from 'zod'

export interface SavedView {
  readonly id: string
  readonly name: string
  /** The page's URL query, without `?`. */
  readonly query: string
  readonly shared: boolean
  /** Whether the one who asks made it. */
  readonly own: boolean
  readonly ownerName: string
}

/** The path of a list page: `/findings`. */
export const viewPage = z.string().regex(/^\/[a-z][a-z/-]{0,60}$/, 'a page of the product is wanted')

export const newSavedView = z.strictObject({
  page: viewPage,
  name: z.string().trim().min(1, 'give it a name').max(80),
  query: z.string().max(2000, 'this view has too many filters to be saved'),
  /** Seen by everybody. */
  shared: z.boolean(),
})

export type NewSavedView = z.output<typeof newSavedView>
