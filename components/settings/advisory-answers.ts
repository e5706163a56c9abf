import { z } from 'zod'

/** What the browser reads of the answers of /api/v1/advisories. */

const certificate = z.object({ sha256: z.string(), subject: z.string() })

export const advisoryPreview = z.object({
  title: z.string(),
  source: z.string(),
  publishedAt: z.string(),
  stores: z.array(z.object({ id: z.string(), name: z.string() })),
  importedAs: z.string().nullable(),
  entries: z.array(
    z.object({
      spkiSha256: z.string(),
      subject: z.string().nullable(),
      effectiveAt: z.string(),
      reason: z.string(),
      anchors: z.array(certificate.extend({ storeId: z.string(), storeName: z.string(), inScope: z.boolean() })),
      certificateCount: z.number(),
      certificates: z.array(certificate),
      endpoints: z.number(),
      already: z.array(z.object({ storeName: z.string(), effectiveAt: z.string(), byHand: z.boolean() })),
    }),
  ),
})

export type AdvisoryPreviewAnswer = z.infer<typeof advisoryPreview>

export const importedAdvisory = z.object({ id: z.string(), changed: z.boolean(), stores: z.number() })
