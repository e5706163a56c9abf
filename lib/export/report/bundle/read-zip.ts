import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import {
  descriptor,
  descriptorSize,
  directoryEntry,
  directoryEntrySize,
  endRecord,
  endSize,
  localHeader,
  type ZipEntry,
} from './zip-records.ts'

/** What is read from: a file, or bytes in memory. */
export interface ZipBytes {
  readonly size: number
  /** Exactly so many bytes; the caller asks for none beyond the end. */
  read(offset: number, length: number): Promise<Buffer>
}

/** The archive is not one that writeZip writes; the message says where it differs. */
export class BadZip extends Error {}

const mostFiles = 64
const longestName = 80
const largestDirectory = mostFiles * (directoryEntrySize + longestName)
/** Names that are the same on every system, lead nowhere and hide nothing. */
const plainName = /^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.)){0,78}[A-Za-z0-9]$/

/**
 * Reads the directory, far more strictly than an unpacker: every byte that is no content has to be the one that writeZip
 * writes there. So there is nothing between, before or behind the files, no comment, no link, no folder, no second file
 * of a name, and no record that tells another story than the directory. Throws BadZip.
 */
export async function readZipEntries(bytes: ZipBytes): Promise<readonly ZipEntry[]> {
  if (bytes.size < endSize) throw new BadZip('it is too short for an archive')
  const end = await bytes.read(bytes.size - endSize, endSize)
  const [count, directorySize, directoryOffset] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)]
  if (!end.equals(endRecord(count, directorySize, directoryOffset))) throw new BadZip('its end is not that of a bundle')
  if (count > mostFiles || directorySize > largestDirectory) throw new BadZip('it has too many files')
  if (directoryOffset + directorySize !== bytes.size - endSize) throw new BadZip('its directory is not where it ends')
  const entries = directoryEntries(await bytes.read(directoryOffset, directorySize), count)
  await checkLayout(bytes, entries, directoryOffset)
  return entries
}

function directoryEntries(directory: Buffer, count: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + directoryEntrySize > directory.length) throw new BadZip('its directory is cut off')
    const nameEnd = at + directoryEntrySize + directory.readUInt16LE(at + 28)
    const entry: ZipEntry = {
      name: directory.toString('latin1', at + directoryEntrySize, nameEnd),
      stamp: { time: directory.readUInt16LE(at + 12), date: directory.readUInt16LE(at + 14) },
      crc32: directory.readUInt32LE(at + 16),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    }
    if (!plainName.test(entry.name))
      throw new BadZip(`a file has a name that no bundle has: ${JSON.stringify(entry.name)}`)
    if (!directory.subarray(at, nameEnd).equals(directoryEntry(entry)))
      throw new BadZip(`the directory's entry of ${entry.name} is not that of a bundle`)
    if (entries.some(({ name }) => name.toLowerCase() === entry.name.toLowerCase()))
      throw new BadZip(`${entry.name} is in it twice`)
    entries.push(entry)
    at = nameEnd
  }
  if (at !== directory.length) throw new BadZip('something stands behind its directory')
  return entries
}

/** Files follow each other without a gap, and their own headers say what the directory says. */
async function checkLayout(bytes: ZipBytes, entries: readonly ZipEntry[], end: number): Promise<void> {
  let at = 0
  for (const entry of entries) {
    const { name, offset, packedSize, stamp } = entry
    const [header, trailer] = [localHeader(entry), descriptor(entry)]
    if (offset !== at) throw new BadZip(`${name} is not where the file before it ends`)
    at += header.length + packedSize + descriptorSize
    if (at > end) throw new BadZip(`${name} is larger than the archive`)
    const isOwn = (await bytes.read(offset, header.length)).equals(header)
    const isEnded = (await bytes.read(at - descriptorSize, descriptorSize)).equals(trailer)
    if (!isOwn || !isEnded) throw new BadZip(`the headers of ${name} contradict the directory`)
    const [first] = entries
    if (first && (stamp.date !== first.stamp.date || stamp.time !== first.stamp.time))
      throw new BadZip(`${name} is of another time than the others`)
  }
  if (at !== end) throw new BadZip('something stands between its files and its directory')
}

const chunkSize = 256 * 1024

/**
 * The content of one file, never more of it than the directory says, whatever its packed form unfolds to. Throws BadZip
 * where it is longer, shorter, has anything behind its end, or fails its checksum.
 */
export async function* zipContent(bytes: ZipBytes, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw()
  const source = Readable.from(packedContent(bytes, entry), { objectMode: false })
  pipeline(source, inflate, () => undefined)
  let [size, sum] = [0, 0]
  try {
    for await (const chunk of inflate) {
      size += chunk.length
      if (size > entry.size) throw new BadZip(`${entry.name} unfolds to more than it says`)
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (error) {
    if (!isZlibError(error)) throw error
    throw new BadZip(`${entry.name} can't be unpacked`)
  }
  if (size !== entry.size || sum !== entry.crc32) throw new BadZip(`${entry.name} is not what was packed`)
  if (inflate.bytesWritten !== entry.packedSize) throw new BadZip(`something stands behind the end of ${entry.name}`)
}

async function* packedContent(bytes: ZipBytes, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const start = entry.offset + localHeader(entry).length
  for (let at = 0; at < entry.packedSize; at += chunkSize) {
    yield await bytes.read(start + at, Math.min(chunkSize, entry.packedSize - at))
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^Z_/.test(error.code)
}
