import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { dateField, flagField, idField, listField, textField } from '../filter-field.ts'

/** The one filter of rotations: page, API, export and every count. */
export const rotationFilter = filterSchema(
  {
    /** Host or name of the identity. */
    q: textField('Search'),
    identity: idField('Identity'),
    endpoint: idField('Endpoint'),
    environment: listField('Environment'),
    owner: listField('Owner'),
    kept: flagField('Key kept'),
    /** Seen served with less than a tenth of the life left, or after it. */
    late: flagField('Late'),
    /** From this instant on. */
    since: dateField('Since'),
    /** Before this instant. */
    until: dateField('Until'),
  },
  { keys: ['at', 'age', 'lifeLeft'], default: '-at' },
)

export type RotationFilter = z.output<typeof rotationFilter>
