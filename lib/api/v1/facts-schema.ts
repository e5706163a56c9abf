import { z } from 'zod'
import { mtlsVerdicts, outcomeKinds } from '#lib/data/endpoints/filter.ts'
import { chainVerdictSchema } from './chain-verdict-schema.ts'

const observed = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('observed'), value }),
    z.object({ status: z.literal('failed'), reason: z.string(), detail: z.string().optional() }),
    z.object({ status: z.literal('skipped'), reason: z.string() }),
  ])

const versions = ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

const byVersion = <Value extends z.ZodType>(value: Value) =>
  observed(z.partialRecord(z.enum(versions), observed(value)))

const accepted = <Item extends z.ZodType>(item: Item) =>
  z.object({
    accepted: z.array(item).readonly().describe("In the server's order where `preference` is server"),
    preference: z.enum(['server', 'client', 'single', 'unknown']),
    complete: z.boolean().describe('False: there may be more'),
  })

const sha256 = z.string().describe('SHA-256 in lower-case hex')
const chain = z.array(sha256).readonly().describe('Leaf first, as sent')
const group = z.object({ name: z.string(), bits: z.number().nullable().describe('Of a finite field') })
const flag = observed(z.boolean())
const names = z.array(z.string()).readonly()
const clockReading = z.enum(['not-told', 'right', 'wrong'])

const serverNameAnswer = z.object({
  outcome: z.enum(outcomeKinds),
  detail: z.string().nullable(),
  chain: chain.nullable(),
})

const trustOpinion = z.object({
  engine: z.string(),
  store: z.object({ id: z.string(), name: z.string(), asOf: z.string(), version: z.string() }),
  pathFound: z.boolean(),
  error: z.string().nullable().describe('A reason code; null: nothing speaks against the chain'),
  path: z.array(sha256).readonly().describe('Leaf first, anchor last'),
  verdict: chainVerdictSchema.optional().describe('All paths and refusals, where they were kept'),
  secondOpinion: z
    .object({ engine: z.string(), error: z.string().nullable() })
    .optional()
    .describe('Of another engine'),
})

const inventoryFacts = {
  protocol: observed(z.enum(versions)),
  cipherSuite: observed(z.object({ name: z.string(), bits: z.number() })),
  group: observed(group.nullable()).describe('Null value: RSA key transport'),
  alpn: observed(z.string().nullable()),
  chain: observed(chain),
  ocspStaple: observed(z.string().nullable()).describe('DER in base64'),
  signedTimestamps: observed(names).describe('SCTs of the TLS extension in base64'),
  keyPossession: observed(
    z.object({
      by: z.enum(['certificate-verify', 'server-key-exchange', 'finished']),
      scheme: z.string().nullable(),
      verified: z.boolean(),
    }),
  ).describe('The proof that the server holds the key of its leaf'),
  clientCertificateRequested: flag,
  clientCertificateRequest: observed(z.object({ authorities: names, schemes: names }).nullable()),
  starttls: observed(z.object({ offered: z.boolean(), greeting: z.string() })),
  trust: observed(trustOpinion),
  otherChains: observed(z.partialRecord(z.enum(['rsa', 'ecdsa', 'eddsa']), chain)).describe(
    'Of other leaves for the same name, by the type of their key',
  ),
  otherTrust: observed(z.record(z.string(), trustOpinion)).describe(
    'Of every other chain that was shown, by the SHA-256 of its leaf',
  ),
}

const postureFacts = {
  versions: byVersion(z.boolean()),
  suites: byVersion(accepted(z.string())),
  groups: byVersion(accepted(group)),
  signatureSchemes: byVersion(names),
  dhParameters: observed(
    z.array(z.object({ bits: z.number(), known: z.string().nullable(), primeSha256: sha256 })).readonly(),
  ),
  alpnProtocols: observed(names),
  features: observed(
    z.object({
      extendedMasterSecret: flag,
      encryptThenMac: flag,
      secureRenegotiation: flag,
      clientRenegotiation: flag.optional(),
      compression: flag,
      heartbeat: flag,
      fallbackScsv: flag,
      sessionTickets: flag,
      resumption: observed(z.array(z.enum(['session-id', 'ticket', 'psk'])).readonly()),
      earlyDataBytes: observed(z.number().nullable()),
      ticketLifetimeSeconds: observed(z.number().nullable())
        .optional()
        .describe('The longest that the server says; null without tickets'),
    }),
  ),
  serverNames: observed(z.object({ without: serverNameAnswer, unknown: serverNameAnswer })),
  tolerance: observed(z.object({ grease: flag, longHello: flag })),
  flaws: observed(
    z.object({ heartbleed: flag, earlyChangeCipherSpec: flag, ticketbleed: flag, rsaPaddingOracle: flag }),
  ).describe('Flaws of implementations: true where the server showed one'),
  nextProtocols: observed(names.nullable()).describe('By NPN, the forerunner of ALPN; null where it takes no part'),
  clock: observed(clockReading).describe('That the randoms of ServerHellos below TLS 1.3 tell, right to five minutes'),
  http: observed(
    z
      .object({
        status: z.number(),
        strictTransportSecurity: z.string().nullable(),
        headers: z
          .record(z.string(), names)
          .optional()
          .describe('Those that bear on security, by their names in lower case; cookies without their values'),
        clock: clockReading.optional().describe('That the Date of the answer tells, right to five minutes'),
      })
      .nullable(),
  ),
  conduct: observed(z.enum(['steady', 'began-to-refuse'])),
}

/**
 * TlsFacts of the newest version, whatever version is stored: each fact observed, failed (tried and not learned) or
 * skipped. Facts that only deeper scans ask for stand as they were last seen.
 */
export const factsSchema = z
  .looseObject({
    ...inventoryFacts,
    ...postureFacts,
    mtls: observed(
      z.object({
        verdict: z.enum(mtlsVerdicts),
        evidence: names,
        probes: z
          .array(
            z.object({
              client: z.enum(['none', 'self-made', 'valid', 'wrong-purpose', 'unauthorised']),
              treatment: z.string(),
              detail: z.string(),
            }),
          )
          .readonly()
          .optional(),
      }),
    ),
  })
  .describe('Text in it comes from the peer and is not to be trusted')
