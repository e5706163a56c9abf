import { z } from 'zod'
import { type Severity, severities } from '#lib/core/severity.ts'

export const tlsProfiles = ['mozilla-intermediate', 'mozilla-modern', 'mozilla-old', 'sp-800-52r2', 'cnsa-2.0'] as const

export type TlsProfile = (typeof tlsProfiles)[number]

const keyHashes = z.array(z.string().regex(/^[0-9a-f]{64}$/))
const days = z.int().min(1).max(3650)

const interval = z
  .int()
  .min(60)
  .max(30 * 86400)

/**
 * What is expected of an identity. An environment's policy is overridden by the identity's, field by field;
 * a field that neither sets takes the default.
 */
export const policySchema = z.strictObject({
  /** Names that the certificate may carry beside the identity's own. */
  allowedNames: z.array(z.string().min(1)).max(1000).optional(),
  /** Issuing CAs: SHA-256 of their SPKI in hex. Absent: any issuer under the store. */
  allowedIssuers: keyHashes.max(1000).optional(),
  /** SHA-256 of leaf SPKIs in hex; absent: not pinned. */
  pins: keyHashes.max(100).optional(),
  /** SHA-256 of SPKIs of CAs in hex: one of them stands on every valid path. Absent: not pinned. */
  issuerPins: keyHashes.max(100).optional(),
  /** SPIFFE trust domains that may appear here. */
  trustDomains: z.array(z.string().min(1)).max(100).optional(),
  /** SPIFFE paths that SVIDs may carry beside the identity's own: `/ns/pay/sa/*`; a star stands for one segment. */
  spiffePaths: z.array(z.string().startsWith('/')).max(1000).optional(),
  mtls: z.enum(['none', 'optional', 'required']).optional(),
  /** A leaf older than this is overdue. `learned`, as where it is absent: by the identity's own rhythm. */
  rotationIntervalSeconds: z.union([z.int().positive(), z.literal('learned')]).optional(),
  /** Longest lifetime of a leaf under a private CA. */
  maxValiditySeconds: z.int().positive().optional(),
  /** Remaining share of the lifetime under which expiry is near (0 to 1). */
  expiryWarnShare: z.number().min(0).max(1).optional(),
  /** Remaining share under which expiry is urgent (0 to 1). */
  expiryUrgentShare: z.number().min(0).max(1).optional(),
  minProtocol: z.enum(['TLSv1.2', 'TLSv1.3']).optional(),
  /** The profile of versions, suites, groups and keys that is to be met; absent: Mozilla's intermediate one. */
  tlsProfile: z.enum(tlsProfiles).optional(),
  scanIntervalSeconds: interval.optional(),
  /** How deep scheduled scans look; absent: posture. */
  scanDepth: z.enum(['inventory', 'posture']).optional(),
  /** Between looks at the posture and at the treatment of clients: each comes with a scan, so not more often than one. */
  postureIntervalSeconds: interval.optional(),
  mtlsIntervalSeconds: interval.optional(),
  /** Evidence that a certificate is not revoked counts for no longer than this after it was issued, whatever it says itself. */
  revocationMaxAgeSeconds: z
    .int()
    .min(60)
    .max(400 * 86400)
    .optional(),
  /** `required`: a leaf that names no source of revocation is not known to be good either; short-lived ones need none. */
  revocationEvidence: z.enum(['where-named', 'required']).optional(),
  /** By check id: what its failures weigh here, whatever else would move them. */
  severityOverrides: z.record(z.string().min(1).max(100), z.enum(severities)).optional(),
  /** Within how many days a finding of a severity ought to be settled; null: at no date. */
  dueDays: z.partialRecord(z.enum(severities), days.nullable()).optional(),
})

export type Policy = z.infer<typeof policySchema>

/** A policy with every default filled in; null where a rule stands without a limit of its own. */
export interface EffectivePolicy {
  readonly allowedNames: readonly string[]
  readonly allowedIssuers: readonly string[] | null
  readonly pins: readonly string[] | null
  readonly issuerPins: readonly string[] | null
  readonly trustDomains: readonly string[] | null
  readonly spiffePaths: readonly string[]
  /** Null: nobody has said whether clients must prove themselves. */
  readonly mtls: 'none' | 'optional' | 'required' | null
  /** Null: by the identity's own rhythm, and by the share of life until there is one. */
  readonly rotationIntervalSeconds: number | null
  readonly maxValiditySeconds: number | null
  readonly expiryWarnShare: number
  readonly expiryUrgentShare: number
  readonly minProtocol: 'TLSv1.2' | 'TLSv1.3'
  readonly tlsProfile: TlsProfile
  readonly scanIntervalSeconds: number
  readonly scanDepth: 'inventory' | 'posture'
  readonly postureIntervalSeconds: number
  readonly mtlsIntervalSeconds: number
  readonly revocationMaxAgeSeconds: number
  readonly revocationEvidence: 'where-named' | 'required'
  readonly severityOverrides: Readonly<Partial<Record<string, Severity>>>
  readonly dueDays: Readonly<Record<Severity, number | null>>
}

/** Days in which findings ought to be settled, where no policy says otherwise. */
export const defaultDueDays: EffectivePolicy['dueDays'] = { critical: 7, high: 30, medium: 90, low: 180, info: null }

const week = 7 * 86400
/** The longest that evidence about leaves may count in public (CA/B BR 4.9.7, 4.9.9, 4.9.10). */
const tenDays = 10 * 86400

export function effectivePolicy(environment: Policy | null, identity: Policy | null): EffectivePolicy {
  const set = { ...environment, ...identity }
  const interval = set.rotationIntervalSeconds
  return {
    allowedNames: set.allowedNames ?? [],
    allowedIssuers: set.allowedIssuers ?? null,
    pins: set.pins ?? null,
    issuerPins: set.issuerPins ?? null,
    trustDomains: set.trustDomains ?? null,
    spiffePaths: set.spiffePaths ?? [],
    mtls: set.mtls ?? null,
    rotationIntervalSeconds: interval === undefined || interval === 'learned' ? null : interval,
    maxValiditySeconds: set.maxValiditySeconds ?? null,
    expiryWarnShare: set.expiryWarnShare ?? 1 / 3,
    expiryUrgentShare: set.expiryUrgentShare ?? 0.1,
    minProtocol: set.minProtocol ?? 'TLSv1.2',
    tlsProfile: set.tlsProfile ?? 'mozilla-intermediate',
    scanIntervalSeconds: set.scanIntervalSeconds ?? 86400,
    scanDepth: set.scanDepth ?? 'posture',
    postureIntervalSeconds: set.postureIntervalSeconds ?? week,
    mtlsIntervalSeconds: set.mtlsIntervalSeconds ?? week,
    revocationMaxAgeSeconds: set.revocationMaxAgeSeconds ?? tenDays,
    revocationEvidence: set.revocationEvidence ?? 'where-named',
    severityOverrides: { ...environment?.severityOverrides, ...identity?.severityOverrides },
    dueDays: { ...defaultDueDays, ...environment?.dueDays, ...identity?.dueDays },
  }
}
