import { z } from 'zod'
import { transports } from '#lib/tls/observation.ts'
import type { rungs } from '../contract.ts'
import { revocationGaps } from '../revocation.ts'
import { verificationVerdicts } from './judge-endpoint.ts'

/** `typ` of a signed answer, so that no other statement of the same key passes for one (RFC 8725 3.11). */
export const answerType = 'countersign-verify+jwt'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const isoInstant = z.iso.datetime()
const seconds = z.int().nonnegative()
const mtlsExpectation = z.enum(['none', 'optional', 'required'])

const reasonSchema = z.object({
  checkId: z.string().nullable().describe('Null where no check but the lack of evidence or of an expectation decides'),
  title: z.string().nullable(),
  code: z
    .enum(revocationGaps)
    .optional()
    .describe('Present where revocation evidence is older than the policy allows, or absent where it requires some'),
  text: z.string(),
  evidence: z.record(z.string(), z.unknown()).nullable(),
})

export type AnswerReason = z.output<typeof reasonSchema>

const rungSchema = z.object({
  status: z.enum(['pass', 'fail', 'not_expected', 'not_assessed']),
  because: z.array(reasonSchema),
})

const leafSchema = z.object({
  sha256: hash.describe('Of the certificate (DER)'),
  spkiSha256: hash.describe('Of its SubjectPublicKeyInfo (DER)'),
  notAfter: isoInstant,
})

/** One address as it was seen: what the judgement rests on. */
const observationSchema = z.object({
  id: z.string().nullable().describe('Of the observation on record; null where it was made for this question alone'),
  address: z.string().nullable(),
  outcome: z.string().describe('How the last attempt ended'),
  attemptedAt: isoInstant.nullable(),
  seenAt: isoInstant.nullable().describe('When the certificates were last seen; null where none were'),
  postureAt: isoInstant.nullable().describe('When versions, suites and groups were last asked for'),
  mtlsAt: isoInstant.nullable().describe('When clients were last played'),
  chain: z.array(hash).describe('As sent, leaf first'),
  leaf: leafSchema.nullable(),
})

/** The endpoint, the identity and the expectations, as they were understood. */
export const askedSchema = z.object({
  endpoint: z.object({
    host: z.string(),
    port: z.int(),
    serverName: z.string().describe('SNI; empty where none is sent'),
    transport: z.enum(transports),
    site: z.string().describe('From where it is looked at'),
    id: z.string().nullable().describe('Of the inventory; null where it is not in there'),
  }),
  identity: z.object({
    kind: z.enum(['dns', 'spiffe']),
    name: z.string(),
    id: z.string().nullable().describe('Of the inventory; null where it is not in there'),
  }),
  pins: z.array(hash).nullable(),
  issuerPins: z.array(hash).nullable(),
  mtls: mtlsExpectation.nullable().describe('Null: as the policy says'),
  maxAgeSeconds: seconds.nullable().describe('Null: evidence that was gathered for this question'),
})

/**
 * The payload of a signed answer. Instants are ISO 8601 in UTC; `iat` and `exp` are NumericDates (RFC 7519 2). Fields
 * are added within a version of the schema, never changed or taken away.
 */
export const answerSchema = z.object({
  schema: z.literal('countersign.verification/1'),
  iss: z.string().describe('The installation that answers'),
  iat: seconds,
  exp: seconds.describe('`validUntil` again'),
  jti: z.string().describe('Id of the question, as it stands in the log'),
  sub: z.string().describe('The identity that was asked for'),
  aud: z.string().optional().describe('As asked'),
  nonce: z.string().optional().describe('As asked'),
  asked: askedSchema,
  verdict: z.enum(verificationVerdicts),
  answeredAt: isoInstant,
  validUntil: isoInstant,
  ladder: z.object({
    encrypted: rungSchema,
    trusted: rungSchema,
    bound: rungSchema,
    current: rungSchema,
    mutual: rungSchema,
  } satisfies Record<(typeof rungs)[number], typeof rungSchema>),
  obstacle: z
    .object({ code: z.string(), text: z.string() })
    .nullable()
    .describe('Why there was no evidence as young as was asked for, or not of all addresses; null where there was'),
  evidence: z.object({
    scanned: z.boolean().describe('Whether a scan was made for this question'),
    oldestAt: isoInstant.nullable().describe('Of all that the answer rests on'),
    observations: z.array(observationSchema),
  }),
  trustStore: z
    .object({ id: z.string(), name: z.string(), version: z.string(), asOf: isoInstant, publicRoots: z.boolean() })
    .nullable(),
  policy: z.record(z.string(), z.unknown()).describe('What was expected, defaults filled in'),
  expect: z
    .object({ serverName: z.string(), leaves: z.array(leafSchema) })
    .nullable()
    .describe('What a client has to find on its own connection; null where nothing is proven'),
})

export type Answer = z.output<typeof answerSchema>
export type Asked = z.output<typeof askedSchema>
