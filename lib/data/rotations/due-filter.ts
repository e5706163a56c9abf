import type { z } from 'zod'
import { rotationBases, rotationStates } from '#lib/checks/rotation-due.ts'
import { rotationSigns } from '#lib/checks/rotation-sign.ts'
import { filterSchema } from '../filter.ts'
import { dateField, enumField, idField, listField, textField } from '../filter-field.ts'

/** The one filter of what is to be rotated: page, calendar, API, export, feed and every count. */
export const dueFilter = filterSchema(
  {
    /** Name of the identity, or host. */
    q: textField('Search'),
    state: enumField('State', rotationStates),
    sign: enumField('Sign', rotationSigns),
    basis: enumField('Rests on', rotationBases),
    identity: idField('Identity'),
    endpoint: idField('Endpoint'),
    environment: listField('Environment'),
    owner: listField('Owner'),
    /** From this instant on. */
    dueAfter: dateField('Due from'),
    /** Before this instant. */
    dueBefore: dateField('Due before'),
  },
  { keys: ['due', 'expiry', 'name'], default: 'due' },
)

export type DueFilter = z.output<typeof dueFilter>

/** What the pages of rotation have in common. */
export type RotationScope = Pick<DueFilter, 'identity' | 'environment' | 'owner'>
