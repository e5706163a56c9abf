import { pipeline, Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import { AppError } from '#lib/core/errors.ts'
import {
  descriptor,
  directoryEntry,
  endRecord,
  localHeader,
  type ZipEntry,
  type ZipStamp,
  zipLimit,
} from './zip-records.ts'

/** A file of the archive. Its content is read once, while the archive is taken. */
export interface ZipFile {
  /** Plain ASCII, without folders. */
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
}

/** Writes an archive in one pass: nothing is held but the records of its directory. The same files give the same bytes. */
export async function* writeZip(files: AsyncIterable<ZipFile>, stamp: ZipStamp): AsyncGenerator<Uint8Array> {
  const entries: ZipEntry[] = []
  let offset = 0
  for await (const { name, content } of files) {
    const header = localHeader({ name, stamp })
    yield header
    const seen = { crc32: 0, packedSize: 0, size: 0 }
    for await (const chunk of packed(content, seen)) {
      seen.packedSize += chunk.length
      yield chunk
    }
    const entry = { name, stamp, offset, ...seen }
    const trailer = descriptor(within(entry))
    yield trailer
    entries.push(entry)
    offset += header.length + seen.packedSize + trailer.length
  }
  if (offset > zipLimit) throw tooLarge()
  const directory = Buffer.concat(entries.map(directoryEntry))
  yield directory
  yield endRecord(entries.length, directory.length, offset)
}

function within(entry: ZipEntry): ZipEntry {
  if (Math.max(entry.size, entry.packedSize, entry.offset) > zipLimit) throw tooLarge()
  return entry
}

function tooLarge(): AppError {
  return new AppError('too-large', 'The bundle would be larger than 4 GiB; take the formats one by one')
}

async function* packed(
  content: AsyncIterable<Uint8Array>,
  seen: { crc32: number; size: number },
): AsyncGenerator<Uint8Array> {
  const deflate = createDeflateRaw({ level: 6 })
  // Errors of either end both, and reach the loop; so does a reader that goes away.
  pipeline(Readable.from(counted(content, seen), { objectMode: false }), deflate, () => undefined)
  for await (const chunk of deflate) yield chunk
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  seen: { crc32: number; size: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    seen.crc32 = crc32(chunk, seen.crc32)
    seen.size += chunk.length
    yield chunk
  }
}
