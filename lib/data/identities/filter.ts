import type { z } from 'zod'
import { severities } from '#lib/core/severity.ts'
import { filterSchema } from '../filter.ts'
import { dateField, enumField, flagField, listField, standingField, textField } from '../filter-field.ts'

export const rungStatuses = ['pass', 'fail', 'not-expected', 'not-assessed'] as const

export type RungStatus = (typeof rungStatuses)[number]

/** `no`: some rung fails. `unknown`: none fails, and yet not every one passes or is not expected. */
export const provenAnswers = ['yes', 'no', 'unknown'] as const

export type Proven = (typeof provenAnswers)[number]

export const identityKinds = ['dns', 'spiffe'] as const

export const criticalities = ['low', 'medium', 'high', 'critical'] as const

export const identityOrigins = ['declared', 'rule', 'import'] as const

export const identitySorts = ['name', 'expiry', 'rotation', 'severity', 'findings', 'seen'] as const

/** The one filter of identities: page, API, export, saved view and every count. */
export const identityFilter = filterSchema(
  {
    q: textField('Search'),
    kind: enumField('Kind', identityKinds),
    /** Names; `none`. */
    environment: listField('Environment'),
    /** Names; `none`. */
    owner: listField('Owner'),
    criticality: enumField('Criticality', criticalities),
    proven: enumField('Proven', provenAnswers),
    encrypted: enumField('Encrypted', rungStatuses),
    trusted: enumField('Trusted', rungStatuses),
    bound: enumField('Bound', rungStatuses),
    current: enumField('Current', rungStatuses),
    mutual: enumField('Mutual', rungStatuses),
    /** The worst among what is open; `none`: nothing is open. */
    severity: enumField('Worst finding', [...severities, 'none']),
    origin: enumField('Origin', identityOrigins),
    /** A list, and every count that leads to it, begins with what is in service. */
    retired: standingField('Retired', ['no', 'yes'], ['no']),
    expiresBefore: dateField('Expires before'),
    /** On record since. */
    createdAfter: dateField('Added from'),
    /** Whether an enabled endpoint is bound to it. */
    endpoints: flagField('Has endpoints'),
  },
  { keys: identitySorts, default: '-severity' },
)

export type IdentityFilter = z.output<typeof identityFilter>

/** What chooses identities, without the place in the list. */
export type IdentityChoice = Omit<IdentityFilter, 'sort' | 'cursor' | 'limit'>
