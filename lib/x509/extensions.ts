import type { Certificate } from './certificate.ts'
import type { CertificateDraft } from './certificate-draft.ts'
import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { readBoolean, readOid } from './der-values.ts'
import { type ExtensionReader, extensionReaders } from './extension-readers.ts'
import { ParseError } from './parse-error.ts'
import { ReadOnce } from './read-once.ts'

/**
 * Reads `[3] Extensions` into the fields that they fill. An extension that comes twice counts by its first (RFC 5280 4.2
 * allows one) and is noted.
 */
export function readExtensions(reader: DerReader, field: DerNode, into: CertificateDraft): void {
  const seen: ExtensionReader[] = []
  const unknown = new Map<string, boolean>()
  for (const node of reader.attempt('extensions', () => extensionNodes(reader, field), [])) {
    try {
      const extension = readExtension(reader, node)
      const { oid } = extension
      const known = extensionReaders.get(oid)
      if (known === undefined ? unknown.has(oid) : seen.includes(known)) {
        reader.note(node.offset, `extension ${oid} comes more than once`)
      } else if (known === undefined) {
        unknown.set(oid, extension.critical)
      } else {
        seen.push(known)
        Object.assign(
          into,
          known.isShared ? sharedFields(reader, node, known, extension) : fieldsOf(reader, known, extension),
        )
      }
    } catch (error) {
      reader.noteError('extension', error)
    }
  }
  if (unknown.size === 0) return
  into.unknownCriticalExtensions = [...unknown].flatMap(([oid, critical]) => (critical ? [oid] : []))
}

const shared = new ReadOnce<Partial<Certificate>>(1000)

function sharedFields(
  reader: DerReader,
  node: DerNode,
  known: ExtensionReader,
  extension: Extension,
): Partial<Certificate> {
  return shared.read(reader, node, () => fieldsOf(reader, known, extension))
}

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
  const value = expectTag(parts[flag === undefined ? 1 : 2], tags.octetString, 'extension value', node.offset)
  return { oid, critical: flag !== undefined && readBoolean(reader, flag, 'criticality'), value }
}

function fieldsOf(reader: DerReader, known: ExtensionReader, { critical, value }: Extension): Partial<Certificate> {
  try {
    if (value.end === value.start) throw new ParseError(value.offset, 'empty')
    return known.read(reader, reader.inside(value), critical)
  } catch (error) {
    reader.noteError(known.name, error)
    return known.damaged(critical)
  }
}
