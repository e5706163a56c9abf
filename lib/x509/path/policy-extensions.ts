import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { readOid, readSmallInteger } from '../der-values.ts'
import { ParseError } from '../parse-error.ts'

export const anyPolicy = '2.5.29.32.0'
/** RFC 5280 4.2.1.4: id-qt-cps and id-qt-unotice. */
const knownQualifiers = new Set(['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2'])

export interface CertificatePolicies {
  readonly oids: readonly string[]
  /** Qualifiers of kinds that RFC 5280 does not define: a critical extension with one can't be honoured. */
  readonly hasUnknownQualifier: boolean
}

export interface PolicyMapping {
  readonly issuer: string
  readonly subject: string
}

export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | null
  readonly inhibitPolicyMapping: number | null
}

/** RFC 5280 4.2.1.4. Throws ParseError. */
export function readPolicies(reader: DerReader, value: DerNode): CertificatePolicies {
  const oids = new Set<string>()
  let hasUnknownQualifier = false
  for (const policy of reader.children(expectTag(value, tags.sequence, 'certificatePolicies'))) {
    const [id, qualifiers, more] = reader.children(expectTag(policy, tags.sequence, 'policy'))
    const oid = readOid(reader, id, 'policy')
    if (more !== undefined) throw new ParseError(policy.offset, 'policy: malformed')
    if (oids.has(oid)) throw new ParseError(policy.offset, `policy ${oid} twice`)
    oids.add(oid)
    if (qualifiers && readQualifiers(reader, qualifiers).some((kind) => !knownQualifiers.has(kind)))
      hasUnknownQualifier = true
  }
  if (oids.size === 0) throw new ParseError(value.offset, 'certificatePolicies is empty')
  return { oids: [...oids], hasUnknownQualifier }
}

function readQualifiers(reader: DerReader, list: DerNode): string[] {
  const kinds = reader.children(expectTag(list, tags.sequence, 'policy qualifiers')).map((qualifier) => {
    const [kind, content, more] = reader.children(expectTag(qualifier, tags.sequence, 'policy qualifier'))
    if (!content || more) throw new ParseError(qualifier.offset, 'policy qualifier: malformed')
    return readOid(reader, kind, 'policy qualifier')
  })
  if (kinds.length === 0) throw new ParseError(list.offset, 'policy qualifiers are empty')
  return kinds
}

/** RFC 5280 4.2.1.5. Throws ParseError. */
export function readPolicyMappings(reader: DerReader, value: DerNode): PolicyMapping[] {
  const mappings = reader.children(expectTag(value, tags.sequence, 'policyMappings')).map((mapping) => {
    const [issuer, subject, more] = reader.children(expectTag(mapping, tags.sequence, 'policy mapping'))
    if (more) throw new ParseError(mapping.offset, 'policy mapping: malformed')
    return { issuer: readOid(reader, issuer, 'policy mapping'), subject: readOid(reader, subject, 'policy mapping') }
  })
  if (mappings.length === 0) throw new ParseError(value.offset, 'policyMappings is empty')
  return mappings
}

/** RFC 5280 4.2.1.11: at least one of the two fields, in order. Throws ParseError. */
export function readPolicyConstraints(reader: DerReader, value: DerNode): PolicyConstraints {
  const fields = reader.children(expectTag(value, tags.sequence, 'policyConstraints'))
  const form = fields.map(({ tag }) => tag.toString(16)).join(' ')
  if (!['80', '81', '80 81'].includes(form)) throw new ParseError(value.offset, 'policyConstraints: malformed')
  const read = (tag: number) => {
    const field = fields.find((one) => one.tag === tag)
    return field ? readSkips(reader, field, 'policyConstraints') : null
  }
  return { requireExplicitPolicy: read(0x80), inhibitPolicyMapping: read(0x81) }
}

/** RFC 5280 4.2.1.14. Throws ParseError. */
export function readInhibitAnyPolicy(reader: DerReader, value: DerNode): number {
  return readSkips(reader, expectTag(value, tags.integer, 'inhibitAnyPolicy'), 'inhibitAnyPolicy')
}

function readSkips(reader: DerReader, node: DerNode, what: string): number {
  return readSmallInteger(reader, { ...node, tag: tags.integer }, what)
}
