import { z } from 'zod'
import { getCertificateTimestamps as get } from '#lib/data/ct-logs/certificate-timestamps.ts'
import { sctOutcomes } from '#lib/x509/transparency/judge-sct.ts'
import { defineRoute } from '../define-route.ts'

export const getCertificateTimestamps = defineRoute({
  method: 'GET',
  path: '/api/v1/certificates/{sha256}/timestamps',
  summary: 'The SCTs of a certificate, each with its log and what it is worth now',
  role: 'viewer',
  params: z.object({ sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, 'a SHA-256 in hex is wanted') }),
  response: z.object({
    list: z
      .object({ version: z.string(), asOf: z.iso.datetime() })
      .nullable()
      .describe('The list of CT logs that was used; null where none is on record'),
    scts: z.array(
      z.object({
        from: z.enum(['certificate', 'handshake', 'staple']),
        logId: z.string().nullable().describe('SHA-256 of the log’s key in hex'),
        log: z.string().nullable(),
        operator: z.string().nullable().describe('Who ran the log when it gave the SCT'),
        at: z.iso.datetime().nullable(),
        outcome: z.enum(sctOutcomes).nullable().describe('Null where no list of CT logs is on record'),
      }),
    ),
  }),
  async handle({ principal, params: { sha256 } }) {
    return get(principal, sha256)
  },
})
