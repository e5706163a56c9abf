import { z } from 'zod'
import { severities } from '#lib/core/severity.ts'
import { bindingOrigins, mtlsVerdicts, outcomeKinds } from '#lib/data/endpoints/filter.ts'
import { transports } from '#lib/tls/observation.ts'
import { instant } from '../instant.ts'
import { factsSchema } from './facts-schema.ts'

/** An endpoint as lists give it. */
export const endpointSchema = z.object({
  id: z.string(),
  label: z.string().describe('host:port'),
  host: z.string(),
  port: z.int(),
  serverName: z.string().describe('SNI; empty where none is sent'),
  transport: z.enum(transports),
  siteId: z.string(),
  site: z.string(),
  identityId: z.string().nullable(),
  identity: z.string().nullable(),
  boundBy: z.enum(bindingOrigins).nullable(),
  environment: z.string().nullable(),
  owner: z.string().nullable(),
  tags: z.array(z.string()),
  enabled: z.boolean().describe('False: it is not scanned'),
  origin: z.string(),
  lastOutcome: z.enum(outcomeKinds).nullable().describe('The worst over all addresses; null: never scanned'),
  lastScanAt: instant.nullable(),
  lastSeenAt: instant.nullable().describe('When an address last showed its TLS'),
  nextScanAt: instant.nullable(),
  consecutiveFailures: z.int().describe('Scans in a row at which no address showed its TLS'),
  stale: z.boolean().describe('Not seen within three scan intervals'),
  protocol: z.string().nullable(),
  cipherSuite: z.string().nullable(),
  keyExchangeGroup: z.string().nullable(),
  mtls: z.enum(mtlsVerdicts).nullable(),
  nextExpiryAt: instant.nullable(),
  addressCount: z.int(),
  worstSeverity: z.enum(severities).nullable(),
  openFindings: z.int(),
  createdAt: instant,
})

const addressSchema = z.object({
  id: z.string(),
  ip: z.string(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  goneAt: instant.nullable().describe('Set where the name no longer resolves to it'),
  lastOutcome: z.looseObject({ kind: z.enum(outcomeKinds) }).nullable(),
  lastScanAt: instant.nullable(),
  timings: z
    .object({ connectMs: z.number().nullable(), handshakeMs: z.number().nullable(), totalMs: z.number() })
    .nullable(),
  connections: z.int().nullable().describe('Opened by the last scan, refused ones included'),
  postureAt: instant.nullable().describe('When the facts of posture scans were last really seen'),
  mtlsAt: instant.nullable().describe('When clients were last played'),
  latest: z
    .object({
      observationId: z.string(),
      observedAt: instant,
      lastSeenAt: instant,
      timesSeen: z.int(),
      facts: factsSchema,
    })
    .nullable()
    .describe('The newest observation that showed its TLS'),
  differs: z.array(z.string()).describe('Facts in which it stands apart from the other addresses'),
})

/** One endpoint with its addresses. */
export const endpointDetailSchema = endpointSchema.extend({
  rule: z.object({ id: z.string(), hostPattern: z.string(), place: z.int() }).nullable(),
  scanIntervalSeconds: z.number(),
  scanIntervalFrom: z.enum(['identity', 'environment', 'default']),
  scanDepth: z.enum(['inventory', 'posture']).describe('How deep scheduled scans look'),
  postureIntervalSeconds: z.number(),
  mtlsIntervalSeconds: z.number(),
  activeScanId: z.string().nullable(),
  evaluatedAt: instant.nullable(),
  updatedAt: instant,
  addresses: z.array(addressSchema),
})

export const observationSchema = z.object({
  id: z.string(),
  ip: z.string().nullable(),
  outcome: z.enum(outcomeKinds),
  observedAt: instant,
  lastSeenAt: instant,
  timesSeen: z.int().describe('Scans in a row that saw exactly this'),
  factsVersion: z.int().describe('Of the row as stored; `facts` are always of the newest'),
  facts: factsSchema,
})

const bulkOutcomes = ['changed', 'unchanged', 'refused', 'not-found'] as const

export const endpointBulkSchema = z.object({
  counts: z.object({ changed: z.int(), unchanged: z.int(), refused: z.int(), 'not-found': z.int() }),
  items: z.array(
    z.object({
      id: z.string(),
      label: z.string().nullable(),
      outcome: z.enum(bulkOutcomes),
      problem: z.string().optional(),
    }),
  ),
  scanIds: z.array(z.string()).describe('Scans that were queued, one per site'),
})
