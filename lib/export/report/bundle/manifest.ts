import { z } from 'zod'
import type { ReportFormat } from '../report-format.ts'

export const bundleSchema = 'countersign.bundle/1'

/** What the header of the signature says it is, so that no other statement of the same key passes for a manifest. */
export const manifestType = 'countersign-bundle+json'

export const manifestFile = 'manifest.json'
export const signatureFile = 'manifest.jws'
export const keysFile = 'jwks.json'
export const readmeFile = 'README.txt'

/** How a format's file is called in the bundle: `report.findings.csv`. */
export function bundledName({ extension }: Pick<ReportFormat, 'extension'>): string {
  return `report.${extension}`
}

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** Every file of the bundle but the manifest and its signature. */
export const manifestShape = z.strictObject({
  schema: z.literal(bundleSchema),
  reportId: z.string(),
  name: z.string(),
  asOf: z.iso.datetime(),
  snapshotSha256: hash,
  productVersion: z.string(),
  files: z
    .array(z.strictObject({ path: z.string(), size: z.number().int().min(0), sha256: hash }))
    .min(1)
    .max(64),
})

export type Manifest = z.output<typeof manifestShape>
