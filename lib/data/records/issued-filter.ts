import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { dateField, enumField, flagField, idField, listField, textField } from '../filter-field.ts'

export const issuedSources = ['import', 'api', 'ct'] as const

export type IssuedSource = (typeof issuedSources)[number]

/** The one filter of certificates that somebody said were issued: page, API, export and every count. */
export const issuedFilter = filterSchema(
  {
    /** Name, subject, issuer, serial number or the beginning of a fingerprint. */
    q: textField('Search'),
    source: enumField('Source', issuedSources),
    /** As a leaf, anywhere. */
    served: flagField('Served now'),
    /** Whether it was ever seen as a leaf. */
    seen: flagField('Ever served'),
    bound: flagField('Has an identity'),
    identity: idField('Identity'),
    environment: listField('Environment'),
    owner: listField('Owner'),
    /** From this instant on. */
    expiresAfter: dateField('Expires from'),
    /** Before this instant. */
    expiresBefore: dateField('Expires before'),
  },
  { keys: ['recorded', 'expiry'], default: '-recorded' },
)

export type IssuedFilter = z.output<typeof issuedFilter>
