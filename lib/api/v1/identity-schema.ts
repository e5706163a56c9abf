import { z } from 'zod'
import { checkGroups, rungs } from '#lib/checks/contract.ts'
import { policySchema, tlsProfiles } from '#lib/checks/policy.ts'
import { rotationBases, rotationStates } from '#lib/checks/rotation-due.ts'
import { severities } from '#lib/core/severity.ts'
import { criticalities, identityKinds, provenAnswers, rungStatuses } from '#lib/data/identities/filter.ts'
import { instant } from '../instant.ts'

const rungStatus = z.enum(rungStatuses)
const severity = z.enum(severities).nullable()
export const outcomeSchema = z.enum(['pass', 'fail', 'not-applicable', 'not-assessed'])

/** An identity as lists give it. */
export const identitySchema = z.object({
  id: z.string(),
  kind: z.enum(identityKinds),
  name: z.string(),
  owner: z.string().nullable(),
  environment: z.string().nullable(),
  production: z.boolean().nullable(),
  criticality: z.enum(criticalities),
  origin: z.string(),
  ladder: z.object({
    encrypted: rungStatus,
    trusted: rungStatus,
    bound: rungStatus,
    current: rungStatus,
    mutual: rungStatus,
  }),
  proven: z.enum(provenAnswers).describe('no: some rung fails; unknown: none fails, and yet not all hold'),
  worstSeverity: severity,
  openFindings: z.int(),
  endpointCount: z.int(),
  nextExpiryAt: instant.nullable(),
  leafSince: instant.nullable().describe('Start of the oldest certificate that is served'),
  rotation: z
    .object({ dueAt: instant, overdue: z.boolean(), state: z.enum(rotationStates), basis: z.enum(rotationBases) })
    .nullable(),
  lastSeenAt: instant.nullable(),
  evaluatedAt: instant.nullable(),
  retiredAt: instant.nullable(),
  createdAt: instant,
})

/** One identity with the policy that it answers to. */
export const identityDetailSchema = identitySchema.extend({
  ownerRule: z.string().nullable().describe('Pattern of the rule that gave the owner; null: named by hand or import'),
  environmentId: z.string().nullable(),
  policy: policySchema.describe('What is said of this identity alone'),
  environmentPolicy: policySchema.nullable(),
  effectivePolicy: z.object({
    allowedNames: z.array(z.string()),
    allowedIssuers: z.array(z.string()).nullable(),
    pins: z.array(z.string()).nullable(),
    issuerPins: z.array(z.string()).nullable(),
    spiffePaths: z.array(z.string()),
    severityOverrides: z.record(z.string(), z.enum(severities).optional()),
    dueDays: z.record(z.enum(severities), z.int().nullable()),
    trustDomains: z.array(z.string()).nullable(),
    mtls: z.enum(['none', 'optional', 'required']).nullable(),
    rotationIntervalSeconds: z.int().nullable(),
    maxValiditySeconds: z.int().nullable(),
    expiryWarnShare: z.number(),
    expiryUrgentShare: z.number(),
    minProtocol: z.enum(['TLSv1.2', 'TLSv1.3']),
    tlsProfile: z.enum(tlsProfiles),
    scanIntervalSeconds: z.int(),
    scanDepth: z.enum(['inventory', 'posture']),
    postureIntervalSeconds: z.int(),
    mtlsIntervalSeconds: z.int(),
    revocationMaxAgeSeconds: z.int(),
    revocationEvidence: z.enum(['where-named', 'required']),
  }),
  trustStoreId: z.string().nullable(),
  store: z
    .object({
      id: z.string(),
      name: z.string(),
      asOf: instant,
      version: z.string(),
      from: z.enum(['identity', 'trust-domain', 'rule', 'environment', 'default']),
    })
    .nullable()
    .describe('The trust store that counts, and who said so'),
})

const endpoint = z.object({ id: z.string(), name: z.string() }).nullable()

/** Verdicts of an identity and of its enabled endpoints. */
export const identityVerdictsSchema = z.object({
  endpoints: z.array(z.object({ id: z.string(), name: z.string() })),
  rows: z.array(
    z.object({
      checkId: z.string(),
      title: z.string(),
      group: z.enum(checkGroups).nullable(),
      rung: z.enum(rungs).nullable(),
      subjectKind: z.enum(['endpoint', 'identity']),
      subjectId: z.string(),
      endpoint,
      outcome: outcomeSchema,
      severity,
      reason: z.string().nullable(),
      evidence: z.record(z.string(), z.unknown()),
      since: instant,
      evaluatedAt: instant,
      observationIds: z.array(z.string()),
      certificateSha256: z.string().nullable(),
    }),
  ),
  more: z.boolean().describe('True: there are more than are given'),
})

const previewed = z.object({ outcome: outcomeSchema, severity, reason: z.string().nullable() })

/** What a policy would change. */
export const policyPreviewSchema = z.object({
  judged: z.int(),
  changes: z.array(
    z.object({
      checkId: z.string(),
      title: z.string(),
      subjectId: z.string(),
      endpoint,
      from: previewed,
      to: previewed,
    }),
  ),
  ladder: z.array(z.object({ rung: z.enum(rungs), from: rungStatus, to: rungStatus })),
  proven: z.object({ from: z.boolean(), to: z.boolean() }),
})
