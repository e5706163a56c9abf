/** One file of an archive, with all that its records say of it. */
export interface ZipEntry {
  readonly name: string
  readonly crc32: number
  readonly packedSize: number
  readonly size: number
  /** Where its local header begins. */
  readonly offset: number
  /** As MS-DOS has them; the same for every file of an archive. */
  readonly stamp: ZipStamp
}

export interface ZipStamp {
  readonly date: number
  readonly time: number
}

/** Sizes and offsets are 32 bits wide: this is no archive for more. */
export const zipLimit = 0xffff_ffff

/** UTF-8 names, and sizes that follow the data (APPNOTE 4.4.4, bits 11 and 3). */
const flags = 0x0808
const deflate = 8
const needed = 20
/** Unix, with the version that is needed. */
const madeBy = 0x0314
/** A plain file that its owner writes and everybody reads. */
const attributes = 0o100644 * 0x10000

/** MS-DOS time in UTC, in steps of two seconds; 1980 to 2107. */
export function zipStamp(at: Date): ZipStamp {
  const year = Math.min(127, Math.max(0, at.getUTCFullYear() - 1980))
  return {
    date: (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  }
}

export const localHeaderSize = 30
export const descriptorSize = 16
export const endSize = 22
export const directoryEntrySize = 46

/** APPNOTE 4.3.7. Sizes and checksum stand in the descriptor. */
export function localHeader({ name, stamp }: Pick<ZipEntry, 'name' | 'stamp'>): Buffer {
  const bytes = Buffer.alloc(localHeaderSize + name.length)
  bytes.writeUInt32LE(0x04034b50, 0)
  bytes.writeUInt16LE(needed, 4)
  bytes.writeUInt16LE(flags, 6)
  bytes.writeUInt16LE(deflate, 8)
  bytes.writeUInt16LE(stamp.time, 10)
  bytes.writeUInt16LE(stamp.date, 12)
  bytes.writeUInt16LE(name.length, 26)
  bytes.write(name, localHeaderSize, 'latin1')
  return bytes
}

/** APPNOTE 4.3.9. */
export function descriptor({ crc32, packedSize, size }: Pick<ZipEntry, 'crc32' | 'packedSize' | 'size'>): Buffer {
  const bytes = Buffer.alloc(descriptorSize)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc32, 4)
  bytes.writeUInt32LE(packedSize, 8)
  bytes.writeUInt32LE(size, 12)
  return bytes
}

/** APPNOTE 4.3.12. */
export function directoryEntry(entry: ZipEntry): Buffer {
  const bytes = Buffer.alloc(directoryEntrySize + entry.name.length)
  bytes.writeUInt32LE(0x02014b50, 0)
  bytes.writeUInt16LE(madeBy, 4)
  bytes.writeUInt16LE(needed, 6)
  bytes.writeUInt16LE(flags, 8)
  bytes.writeUInt16LE(deflate, 10)
  bytes.writeUInt16LE(entry.stamp.time, 12)
  bytes.writeUInt16LE(entry.stamp.date, 14)
  bytes.writeUInt32LE(entry.crc32, 16)
  bytes.writeUInt32LE(entry.packedSize, 20)
  bytes.writeUInt32LE(entry.size, 24)
  bytes.writeUInt16LE(entry.name.length, 28)
  bytes.writeUInt32LE(attributes, 38)
  bytes.writeUInt32LE(entry.offset, 42)
  bytes.write(entry.name, directoryEntrySize, 'latin1')
  return bytes
}

/** APPNOTE 4.3.16. */
export function endRecord(count: number, directorySize: number, directoryOffset: number): Buffer {
  const bytes = Buffer.alloc(endSize)
  bytes.writeUInt32LE(0x06054b50, 0)
  bytes.writeUInt16LE(count, 8)
  bytes.writeUInt16LE(count, 10)
  bytes.writeUInt32LE(directorySize, 12)
  bytes.writeUInt32LE(directoryOffset, 16)
  return bytes
}
