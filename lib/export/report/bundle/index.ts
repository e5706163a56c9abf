import { createHash } from 'node:crypto'
import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import { AppError } from '#lib/core/errors.ts'
import { signCompact } from '#lib/core/jws.ts'
import { contentFormats } from '../content-formats.ts'
import type { ReportContext, ReportFormat, ReportSigning } from '../report-format.ts'
import {
  bundledName,
  bundleSchema,
  keysFile,
  type Manifest,
  manifestFile,
  manifestType,
  readmeFile,
  signatureFile,
} from './manifest.ts'
import { readme } from './readme.ts'
import { writeZip, type ZipFile } from './write-zip.ts'
import { zipStamp } from './zip-records.ts'

/** All formats with their hashes in a signed manifest. */
export const bundle: ReportFormat = {
  key: 'bundle',
  extension: 'zip',
  contentType: 'application/zip',
  label: 'Signed bundle',
  use: 'All formats in one archive, with a signature that can be verified without a network.',
  write(source, context) {
    const { signing } = context
    if (signing === null) throw new AppError('unavailable', 'There is no key to sign the bundle with')
    const pieces = writeZip(files(source, context, signing), zipStamp(new Date(source.summary.asOf)))
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const next = await pieces.next()
          if (next.done) controller.close()
          else controller.enqueue(next.value)
        },
        async cancel() {
          await pieces.return(undefined)
        },
      },
      { highWaterMark: 1 },
    )
  },
}

/** The content first, hashed while it passes by; then what vouches for it. */
async function* files(source: ReportSource, context: ReportContext, signing: ReportSigning): AsyncGenerator<ZipFile> {
  const { summary, sha256 } = source
  const listed: Manifest['files'] = []
  const counted = (name: string, content: AsyncIterable<Uint8Array>): ZipFile => ({
    name,
    content: noted(content, (size, hash) => listed.push({ path: name, size, sha256: hash })),
  })
  for (const format of contentFormats) yield counted(bundledName(format), format.write(source, context))
  yield counted(readmeFile, once(readme(source)))
  yield counted(keysFile, once(`${JSON.stringify({ keys: signing.publicKeys }, null, 2)}\n`))
  const manifest: Manifest = {
    schema: bundleSchema,
    reportId: summary.id,
    name: summary.name,
    asOf: summary.asOf,
    snapshotSha256: sha256,
    productVersion: context.productVersion,
    files: listed,
  }
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  yield { name: manifestFile, content: once(text) }
  yield { name: signatureFile, content: once(`${signCompact(Buffer.from(text), manifestType, signing.key)}\n`) }
}

async function* noted(
  content: AsyncIterable<Uint8Array>,
  note: (size: number, sha256: string) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of content) {
    hash.update(chunk)
    size += chunk.length
    yield chunk
  }
  note(size, hash.digest('hex'))
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
