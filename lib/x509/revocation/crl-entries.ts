import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { readIntegerHex, readOid } from '../der-values.ts'
import { ParseError } from '../parse-error.ts'
import { readExtension } from '../path/chain-extensions.ts'
import { readComparableNames } from '../path/general-names.ts'
import { StrictDerReader } from '../strict-der.ts'
import { readStrictTime } from '../strict-time.ts'
import type { RevocationReason } from './judgement.ts'
import { plainEntryEnd } from './plain-entry.ts'
import { readReason } from './read-reason.ts'
import { SerialIndex } from './serial-index.ts'

/** Bounds of one list; the longest that public CAs publish have tens of megabytes. */
export const crlLimits = { bytes: 64 * 1024 * 1024, elements: 32_000_000 } as const

/** One certificate that a CRL lists (RFC 5280 5.3). */
export interface RevokedEntry {
  readonly revokedAt: number
  readonly reason: RevocationReason | null
  readonly invalidAt: number | null
  /** Keys of the directory names of its issuer; null where the CRL's own issuer issued it. */
  readonly issuers: readonly string[] | null
}

/** What the CRL around the entries allows them to say. */
export interface EntryForm {
  /** Entry extensions: from version 2. */
  readonly extended: boolean
  /** certificateIssuer: in indirect CRLs. */
  readonly indirect: boolean
}

const entryExtensions = {
  reasonCode: '2.5.29.21',
  holdInstruction: '2.5.29.23',
  invalidityDate: '2.5.29.24',
  certificateIssuer: '2.5.29.29',
} as const

interface ReadEntry extends RevokedEntry {
  readonly unknownCritical: string | null
}

/**
 * The entries of a CRL, left where they stand: a list of hundreds of thousands keeps 4 bytes for each, and as much again
 * twice from the first look-up on.
 */
export class RevokedEntries {
  readonly count: number
  /** OID of a critical extension of an entry that nobody here knows: the whole CRL is of no use (RFC 5280 5.3). */
  readonly unknownCritical: string | null
  readonly #bytes: Uint8Array
  readonly #list: DerNode | undefined
  readonly #form: EntryForm
  readonly #offsets: Uint32Array
  /** Offsets of the entries that name their issuer; those after them have the same (RFC 5280 5.3.3). */
  readonly #named: readonly number[]
  #index: SerialIndex | null = null

  /** Reads every entry strictly. Throws ParseError. */
  constructor(reader: DerReader, list: DerNode | undefined, form: EntryForm) {
    this.#bytes = reader.bytes
    this.#list = list
    this.#form = form
    const offsets = new Uint32Array(list ? Math.ceil((list.end - list.start) / smallestEntry) : 0)
    const named: number[] = []
    let [count, unknownCritical]: [number, string | null] = [0, null]
    for (let at = list?.start ?? 0; list && at < list.end; count += 1) {
      offsets[count] = at
      const end = plainEntryEnd(reader.bytes, at, list.end, form.extended)
      if (end === null) {
        const node = reader.childAt(list, at)
        const entry = readEntry(reader, node, form)
        if (entry.issuers) named.push(at)
        unknownCritical ??= entry.unknownCritical
        at = node.end
      } else at = end
    }
    if (list && count === 0) throw new ParseError(list.offset, 'revokedCertificates is empty')
    this.count = count
    this.unknownCritical = unknownCritical
    this.#offsets = offsets.slice(0, count)
    this.#named = named
  }

  /** All entries with this serial, of whatever issuer. `serial`: content octets of the INTEGER. */
  find(serial: Uint8Array): RevokedEntry[] {
    const list = this.#list
    if (list === undefined) return []
    this.#index ??= new SerialIndex(this.#bytes, this.#offsets)
    const reader = new StrictDerReader(this.#bytes, crlLimits)
    const read = (at: number) => readEntry(reader, reader.childAt(list, at), this.#form)
    // Each entry is read once at most, so that the bounds of the reader hold here as they held when the list was read.
    const issuers = new Map<number, readonly string[] | null>()
    const issuersAt = (named: number) => {
      const known = issuers.get(named) ?? read(named).issuers
      issuers.set(named, known)
      return known
    }
    return this.#index.find(serial).map((at) => {
      const { unknownCritical: _, ...entry } = read(at)
      const named = entry.issuers ? null : this.#lastNamed(at)
      return named === null ? entry : { ...entry, issuers: issuersAt(named) }
    })
  }

  /** The entry before this one that names its issuer; null where none does. */
  #lastNamed(at: number): number | null {
    let [low, high] = [0, this.#named.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#named[middle] ?? 0) < at) low = middle + 1
      else high = middle
    }
    return this.#named[low - 1] ?? null
  }
}

function readEntry(reader: DerReader, node: DerNode, form: EntryForm): ReadEntry {
  const [serial, time, list, more] = reader.children(expectTag(node, tags.sequence, 'revoked certificate'))
  readIntegerHex(reader, serial, 'userCertificate')
  const { at: revokedAt } = readStrictTime(reader, time, 'revocationDate')
  if (more) throw new ParseError(more.offset, 'revoked certificate: more than three fields')
  if (list && !form.extended) throw new ParseError(list.offset, 'entry extensions in version 1')
  return { ...nothing, revokedAt, ...(list && readEntryExtensions(reader, list, form)) }
}

/** SEQUENCE, INTEGER of one octet, UTCTime. */
const smallestEntry = 20

const nothing = { reason: null, invalidAt: null, issuers: null, unknownCritical: null } as const

function readEntryExtensions(reader: DerReader, list: DerNode, form: EntryForm): Omit<ReadEntry, 'revokedAt'> {
  const seen = new Set<string>()
  let read: Omit<ReadEntry, 'revokedAt'> = nothing
  for (const node of reader.children(expectTag(list, tags.sequence, 'crlEntryExtensions'))) {
    const { oid, critical, value } = readExtension(reader, node)
    if (seen.has(oid)) throw new ParseError(node.offset, `extension ${oid} twice`)
    seen.add(oid)
    if (oid === entryExtensions.reasonCode) {
      read = { ...read, reason: readReason(reader, reader.inside(value)) }
    } else if (oid === entryExtensions.invalidityDate) {
      const time = expectTag(reader.inside(value), tags.generalizedTime, 'invalidityDate')
      read = { ...read, invalidAt: readStrictTime(reader, time, 'invalidityDate').at }
    } else if (oid === entryExtensions.certificateIssuer) {
      if (!form.indirect) throw new ParseError(node.offset, 'certificateIssuer in a CRL that is not indirect')
      const names = readComparableNames(
        reader,
        expectTag(reader.inside(value), tags.sequence, 'certificateIssuer'),
        oid,
      )
      read = { ...read, issuers: names.flatMap((one) => (one.kind === 'directory' ? [one.name.key] : [])) }
    } else if (oid === entryExtensions.holdInstruction) readOid(reader, reader.inside(value), 'holdInstructionCode')
    else if (critical) read = { ...read, unknownCritical: oid }
  }
  if (seen.size === 0) throw new ParseError(list.offset, 'crlEntryExtensions are empty')
  return read
}
