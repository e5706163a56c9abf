import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { flagField, textField } from '../filter-field.ts'

export const ownerSorts = ['name', 'identities', 'findings'] as const

/** The one filter of owners: page, API and export. */
export const ownerFilter = filterSchema(
  {
    active: flagField('Active'),
    /** Whether a directory or a person says anything of it beside its name on identities. */
    recorded: flagField('On record'),
    /** Whether it owns identities that are in service. */
    owning: flagField('Owns identities'),
    q: textField('Search'),
  },
  { keys: ownerSorts, default: 'name' },
)

export type OwnerFilter = z.output<typeof ownerFilter>
