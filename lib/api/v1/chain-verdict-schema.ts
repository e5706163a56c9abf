import { z } from 'zod'

const sha256 = z.string().describe('SHA-256 in lower-case hex')

export const pathReason = z.string().describe('A stable code; there may come more of them')

const fault = z.object({
  reason: pathReason,
  at: z.int().describe('Index in the path that was tried, leaf 0'),
  detail: z.string().describe('For people'),
})

/** All paths and refusals of a chain; no instant in it but those of certificates. */
export const chainVerdictSchema = z.object({
  paths: z
    .array(
      z.object({
        sha256: z.array(sha256).readonly().describe('Leaf first, anchor last'),
        validFrom: z.iso.datetime(),
        validUntil: z.iso.datetime(),
        distrustedFrom: z.iso.datetime().nullable(),
        notes: z.array(fault).readonly().describe('What breaks RFC 5280 section 4, and no path'),
      }),
    )
    .readonly()
    .describe('The longest-lived first'),
  refused: z.array(z.object({ sha256: z.array(sha256).readonly(), fault })).readonly(),
  exhausted: z.boolean().describe('The search came to its bounds'),
})
