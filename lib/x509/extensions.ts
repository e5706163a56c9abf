import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { readBoolean, readOid } from './der-values.ts'
import { type ExtensionFields, noExtensions } from './extension-fields.ts'
import { extensionReaders } from './extension-readers.ts'
import { extensionOids, pathExtensionOids } from './oids.ts'
import { ParseError } from './parse-error.ts'
import { ReadOnce } from './read-once.ts'

/** Reads `[3] Extensions`. An extension that comes twice counts by its first (RFC 5280 4.2 allows one) and is noted. */
export function readExtensions(reader: DerReader, field: DerNode): ExtensionFields {
  const list = reader.attempt('extensions', () => extensionNodes(reader, field), [])
  const unknownCritical: string[] = []
  const fields = { ...noExtensions, unknownCriticalExtensions: unknownCritical }
  const seen = new Set<string>()
  for (const node of list) {
    const extension = reader.attempt('extension', () => readExtension(reader, node), null)
    if (extension === null) continue
    const { oid, critical, value } = extension
    if (seen.has(oid)) reader.note(node.offset, `extension ${oid} comes more than once`)
    else if (ownOids.has(oid)) Object.assign(fields, readKnown(reader, oid, critical, value))
    else
      Object.assign(
        fields,
        shared.read(reader, node, () => readKnown(reader, oid, critical, value)),
      )
    seen.add(oid)
    if (critical && !extensionReaders.has(oid) && !pathExtensionOids.has(oid)) unknownCritical.push(oid)
  }
  return fields
}

/** What these hold is in no other certificate. */
const ownOids: ReadonlySet<string> = new Set([
  extensionOids.subjectAltName,
  extensionOids.subjectKeyId,
  extensionOids.signedCertificateTimestamps,
])
const shared = new ReadOnce<Partial<ExtensionFields>>(2000)

interface Extension {
  readonly oid: string
  readonly critical: boolean
  /** The OCTET STRING that holds the value. */
  readonly value: DerNode
}

function extensionNodes(reader: DerReader, field: DerNode): DerNode[] {
  return reader.children(expectTag(reader.inside(field), tags.sequence, 'extensions'))
}

function readExtension(reader: DerReader, node: DerNode): Extension {
  const parts = reader.children(expectTag(node, tags.sequence, 'extension'))
  const oid = readOid(reader, parts[0], 'extension')
  const flag = parts[1]?.tag === tags.boolean ? parts[1] : undefined
  const value = expectTag(parts[flag === undefined ? 1 : 2], tags.octetString, `value of ${oid}`, node.offset)
  return { oid, critical: flag !== undefined && readBoolean(reader, flag, `criticality of ${oid}`), value }
}

function readKnown(reader: DerReader, oid: string, critical: boolean, value: DerNode): Partial<ExtensionFields> {
  const known = extensionReaders.get(oid)
  if (known === undefined) return {}
  const damaged = known.damaged(critical)
  return reader.attempt(
    known.name,
    () => {
      if (value.end === value.start) throw new ParseError(value.offset, 'empty')
      return known.read(reader, reader.inside(value), critical)
    },
    damaged,
  )
}
