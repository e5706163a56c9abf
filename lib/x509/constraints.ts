import type { Certificate, GeneralName, NameConstraints, PolicyConstraints } from './certificate.ts'
import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { readOid, readSmallInteger } from './der-values.ts'
import { readGeneralName, readNetwork } from './general-name.ts'
import { ParseError } from './parse-error.ts'

/** RFC 5280 4.2.1.10. A subtree that can't be read is noted and permits nothing. Throws ParseError. */
export function readNameConstraints(reader: DerReader, value: DerNode, critical: boolean): NameConstraints {
  const fields = reader.children(expectTag(value, tags.sequence, 'constraints'))
  const permitted = fields.find(({ tag }) => tag === 0xa0)
  const excluded = fields.find(({ tag }) => tag === 0xa1)
  const read = {
    permitted: permitted === undefined ? null : readSubtrees(reader, permitted),
    excluded: excluded === undefined ? [] : readSubtrees(reader, excluded),
  }
  const allRead = read.excluded.every((name) => name !== null)
  return {
    // What an unreadable exclusion excludes is not known: everything.
    permitted: allRead ? read.permitted && known(read.permitted) : [],
    excluded: known(read.excluded),
    critical,
  }
}

function readSubtrees(reader: DerReader, list: DerNode): (GeneralName | null)[] {
  return reader.children(list).map((node) => reader.attempt('nameConstraints', () => readSubtree(reader, node), null))
}

function readSubtree(reader: DerReader, node: DerNode): GeneralName {
  const [base, bounds] = reader.children(expectTag(node, tags.sequence, 'subtree'))
  if (base === undefined) throw new ParseError(node.offset, 'subtree without a base')
  if (bounds !== undefined) reader.note(bounds.offset, 'nameConstraints: subtree with a minimum or maximum')
  return base.tag === 0x87 ? { kind: 'ip', value: readNetwork(reader, base) } : readGeneralName(reader, base)
}

function known(names: readonly (GeneralName | null)[]): GeneralName[] {
  return names.filter((name) => name !== null)
}

/** RFC 5280 4.2.1.5: pairs of policies of the issuer's domain and the subject's. Throws ParseError. */
export function readPolicyMappings(reader: DerReader, value: DerNode): Partial<Certificate> {
  const policyMappings = reader.children(expectTag(value, tags.sequence, 'mappings')).map((mapping) => {
    const [issuer, subject] = reader.children(expectTag(mapping, tags.sequence, 'mapping'))
    return { issuer: readOid(reader, issuer, 'policy'), subject: readOid(reader, subject, 'policy') }
  })
  return { policyMappings }
}

/** RFC 5280 4.2.1.11. Throws ParseError. */
export function readPolicyConstraints(reader: DerReader, value: DerNode): PolicyConstraints {
  const fields = reader.children(expectTag(value, tags.sequence, 'constraints'))
  const skips = (wanted: number): number | null => {
    const field = fields.find(({ tag }) => tag === wanted)
    return field === undefined ? null : readSmallInteger(reader, { ...field, tag: tags.integer }, 'number')
  }
  return { requireExplicitPolicy: skips(0x80), inhibitPolicyMapping: skips(0x81) }
}
