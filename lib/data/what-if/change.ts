import { z } from 'zod'

const sha256 = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, 'a SHA-256 in hex')
  .toLowerCase()

/** Keys that may be distrusted at once. */
export const mostKeys = 2000

/** What is supposed of the stored estate; everything that is left out stays as it is. */
export const changeSchema = z
  .strictObject({
    storeId: z
      .uuid()
      .nullable()
      .default(null)
      .describe('Only what answers to this store is changed; null: whatever store it answers to'),
    removeAnchors: z.array(sha256).max(1000).default([]).describe('Anchors that go, by SHA-256 of the certificate'),
    addAnchors: z
      .string()
      .max(1024 * 1024)
      .default('')
      .describe('Anchors that come, PEM'),
    distrust: z
      .array(
        z.strictObject({
          spkiSha256: sha256,
          effectiveAt: z.iso
            .datetime({ offset: true })
            .optional()
            .describe('From when on; where absent, at every instant'),
        }),
      )
      .max(mostKeys)
      .default([])
      .describe('Keys that are distrusted'),
    at: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('The instant at which dates and distrust are judged; that of the answer where absent'),
    forbidHashes: z
      .array(z.enum(['sha1', 'md5', 'sha224']))
      .default([])
      .describe('Hashes that no signature in a path may use'),
    minRsaBits: z.int().min(512).max(16_384).optional().describe('The shortest RSA keys that a path may hold'),
  })
  .describe('What is supposed; all that is left out stays as it is')

export type Change = z.output<typeof changeSchema>

/** True where nothing is supposed at all. */
export function isNothing(change: Change): boolean {
  return (
    change.removeAnchors.length === 0 &&
    change.addAnchors.trim() === '' &&
    change.distrust.length === 0 &&
    change.at === undefined &&
    change.forbidHashes.length === 0 &&
    change.minRsaBits === undefined
  )
}

const namedCertificate = z.object({ sha256: z.string(), subject: z.string() })

/** What a change is about, in names as they were when it was asked. */
export const aboutSchema = z.object({
  store: z.string().nullable().default(null),
  removed: z.array(namedCertificate).default([]),
  added: z.array(namedCertificate).default([]),
  keys: z.array(z.object({ spkiSha256: z.string(), subject: z.string().nullable() })).default([]),
  advisory: z
    .object({ id: z.guid().nullable(), title: z.string(), source: z.string(), keys: z.int(), atOnce: z.boolean() })
    .nullable()
    .default(null),
  blastRadiusOf: z.string().nullable().default(null).describe('The key whose blast radius is asked for'),
})

export type About = z.output<typeof aboutSchema>

/** As it is stored with the question. */
export const storedChangeSchema = changeSchema.extend({ about: aboutSchema.prefault({}) })
export type StoredChange = z.output<typeof storedChangeSchema>
