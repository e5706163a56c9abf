import { z } from 'zod'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex')

/** What is supposed of the stored estate; everything that is left out stays as it is. */
export const changeSchema = z
  .strictObject({
    /** The store whose content is changed; null: every store. */
    storeId: z.uuid().nullable().default(null),
    /** Anchors that go, by SHA-256 of the certificate. */
    removeAnchors: z.array(sha256).max(1000).default([]),
    /** Anchors that come, PEM. */
    addAnchors: z
      .string()
      .max(1024 * 1024)
      .default(''),
    /** Keys that are distrusted, by SHA-256 of the SPKI: an advisory's list, or one key. */
    distrust: z
      .array(z.strictObject({ spkiSha256: sha256, effectiveAt: z.iso.datetime().optional() }))
      .max(1000)
      .default([]),
    /** The instant at which the dates are judged; now where it is left out. */
    at: z.iso.datetime().optional(),
    /** Hashes that no signature in a path may use. */
    forbidHashes: z.array(z.enum(['sha1', 'md5', 'sha224'])).default([]),
    /** The shortest RSA keys that a path may hold, in bits. */
    minRsaBits: z.int().min(512).max(16_384).optional(),
  })
  .describe('A change that is supposed')

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
