import { z } from 'zod'
import { listField } from '../filter-field.ts'

/** What narrows the whole Overview: its URL and the REST query. Names of environments; `none` for those without. */
export const overviewFilter = z.object({ environment: listField('Environment') })

/** Which identities, and what belongs to them, a report is about; everything where nothing is given. */
export interface ReportScope {
  readonly environment?: readonly string[] | undefined
}
