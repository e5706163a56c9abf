import { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { dateField, enumField, flagField, idField, listField, textField } from '../filter-field.ts'

export const certificateRoles = ['leaf', 'ca', 'anchor', 'stored'] as const

/** Presets of expiry: `third` and `tenth` are shares of the life that is left, so that an hour and a year compare. */
export const expiryPresets = ['expired', '7d', '30d', '90d', 'third', 'tenth'] as const

/** As people paste them: colons and blanks fall away. The beginning is enough. */
function hexField(title: string, pattern: RegExp) {
  const wanted = 'hexadecimal digits are wanted, at least four of them'
  return z
    .string()
    .max(200)
    .transform((text) => text.replaceAll(/[:\s]/g, '').toLowerCase())
    .pipe(z.string().regex(pattern, wanted))
    .optional()
    .meta({ title })
}

const fingerprint = /^[0-9a-f]{4,64}$/

export const certificateFilter = filterSchema(
  {
    q: textField('Search'),
    name: textField('Name'),
    serial: hexField('Serial number', /^-?[0-9a-f]{1,80}$/),
    sha256: hexField('Fingerprint', fingerprint),
    spki: hexField('Key', fingerprint),
    /** SHA-256 of a CA's SPKI: what its signatures lead to. */
    below: hexField('Below the key', /^[0-9a-f]{64}$/),
    issuer: textField('Issuer'),
    expiry: enumField('Expiry', expiryPresets),
    /** From this instant on. */
    expiresAfter: dateField('Expires from'),
    /** Before this instant. */
    expiresBefore: dateField('Expires before'),
    role: enumField('Role', certificateRoles),
    served: flagField('Served now'),
    environment: listField('Environment'),
    owner: listField('Owner'),
    identity: idField('Identity'),
    endpoint: idField('Endpoint'),
    keyAlgorithm: listField('Key algorithm'),
    public: flagField('Publicly trusted'),
  },
  { keys: ['expiry', 'firstSeen', 'subject'], default: 'expiry' },
)

export type CertificateFilter = z.output<typeof certificateFilter>
