import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { enumField, textField } from '../filter-field.ts'

/**
 * What became of a place: `added` and `known` are endpoints now, `refused` by the site's scope, `invalid` a line that
 * can't be read; the rest is how a place of a range answered that speaks no TLS.
 */
export const resultOutcomes = [
  'added',
  'known',
  'refused',
  'invalid',
  'not-tls',
  'closed',
  'reset',
  'protocol-error',
  'too-much-data',
] as const

/** The one filter of a discovery run's results. */
export const discoveryResultFilter = filterSchema(
  {
    /** In the host or the reason. */
    q: textField('Search'),
    outcome: enumField('Outcome', resultOutcomes),
  },
  { keys: ['found'], default: 'found' },
)

export type DiscoveryResultFilter = z.output<typeof discoveryResultFilter>
