import { z } from 'zod'
import { judgeCertificate } from '#lib/data/trust/judge-certificate.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'
import { chainVerdictSchema, pathReason } from './chain-verdict-schema.ts'

const sha256 = z.string().describe('SHA-256 in lower-case hex')

const store = z.object({
  id: z.guid(),
  name: z.string(),
  version: z.string(),
  asOf: instant,
  publicRoots: z.boolean(),
})

const group = z.object({
  store: store.nullable().describe('The store that counts; null where there is none'),
  rules: z.enum(['rfc5280', 'webpki', 'spiffe']),
  chain: z.array(sha256).describe('As sent, leaf first'),
  places: z
    .array(z.object({ endpointId: z.guid(), endpoint: z.string(), ip: z.string() }))
    .describe('The first of them'),
  placeCount: z.int(),
  seenAt: instant.nullable(),
  verdict: chainVerdictSchema.nullable().describe('Null where nothing could be judged'),
  unknown: z.enum(['no-store', 'chain-not-on-record']).nullable(),
  chosen: z
    .object({ path: z.array(sha256).nullable(), objection: pathReason.nullable() })
    .nullable()
    .describe('The path that counts now, and what speaks against it'),
  fetched: z.array(sha256).describe('Issuers that were not sent, and were fetched where a certificate points at them'),
  distrusted: z.array(z.object({ sha256, from: z.iso.datetime(), reason: z.string() })),
  strays: z.array(sha256).describe('Sent, and no part of any path'),
  others: z
    .array(z.object({ store, trusted: z.boolean(), objection: pathReason.nullable() }))
    .describe('What the other stores on record would say'),
})

const judgement = z.object({
  role: z.enum(['served', 'authority', 'stored']).describe('stored: nobody serves it as a leaf, and it is no CA'),
  judgedAt: instant,
  complete: z.boolean().describe('False: there are more groups than are given'),
  groups: z.array(group).describe('Places of the same store, rules and chain are one; those of the most places first'),
  leavesBelow: z
    .object({ count: z.int(), exact: z.boolean() })
    .nullable()
    .describe('Served leaves under the key of a CA'),
})

export const getCertificatePaths = defineRoute({
  method: 'GET',
  path: '/api/v1/certificates/{sha256}/paths',
  summary: 'The paths of a certificate, judged now from what is stored',
  role: 'viewer',
  params: z.object({ sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, 'a SHA-256 in hex is wanted') }),
  response: judgement,
  async handle({ principal, params }) {
    const { certificates: _certificates, groups, ...judged } = await judgeCertificate(principal, params.sha256)
    return {
      ...judged,
      groups: groups.map(({ chosen, origins, distrusted, ...one }) => ({
        ...one,
        chosen: chosen && { path: chosen.path?.sha256 ?? null, objection: chosen.objection },
        fetched: [...origins].flatMap(([hash, origin]) => (origin === 'fetched' ? [hash] : [])),
        distrusted: [...distrusted].map(([hash, entry]) => ({ sha256: hash, ...entry })),
      })),
    }
  },
})
