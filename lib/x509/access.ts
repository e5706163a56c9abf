import type { Certificate, GeneralName } from './certificate.ts'
import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { readOid } from './der-values.ts'
import { readGeneralName, readGeneralNames } from './general-name.ts'
import { accessMethods } from './oids.ts'
import { ParseError } from './parse-error.ts'

/** Authority information access, RFC 5280 4.2.2.1: where the issuer's OCSP responder and certificate are. */
export function readIssuerAccess(reader: DerReader, value: DerNode): Partial<Certificate> {
  const all = readAccess(reader, value)
  const urls = (wanted: string) => uris(all.flatMap(({ method, location }) => (method === wanted ? [location] : [])))
  return { ocspUrls: urls('ocsp'), caIssuersUrls: urls('caIssuers') }
}

/** Subject information access, RFC 5280 4.2.2.2. */
export function readSubjectAccess(reader: DerReader, value: DerNode): Partial<Certificate> {
  return { subjectInfoAccess: readAccess(reader, value) }
}

/** A location that can't be read is noted and left out. */
function readAccess(reader: DerReader, value: DerNode): { method: string; location: GeneralName }[] {
  return reader.children(expectTag(value, tags.sequence, 'access')).flatMap((description) => {
    const [methodNode, locationNode] = reader.children(expectTag(description, tags.sequence, 'access description'))
    const oid = readOid(reader, methodNode, 'access method')
    if (locationNode === undefined) throw new ParseError(description.offset, 'no access location')
    const location = reader.attempt('general name', () => readGeneralName(reader, locationNode), null)
    return location === null ? [] : [{ method: accessMethods.get(oid) ?? oid, location }]
  })
}

/** RFC 5280 4.2.1.13: only full names; names relative to the issuer are no addresses. */
export function readCrlUrls(reader: DerReader, value: DerNode): string[] {
  return reader.children(expectTag(value, tags.sequence, 'points')).flatMap((point) => {
    const name = reader.children(expectTag(point, tags.sequence, 'point')).find(({ tag }) => tag === 0xa0)
    const full = name === undefined ? undefined : reader.children(name).find(({ tag }) => tag === 0xa0)
    return full === undefined ? [] : uris(readGeneralNames(reader, full))
  })
}

function uris(names: readonly GeneralName[]): string[] {
  return names.flatMap(({ kind, value }) => (kind === 'uri' ? [value] : []))
}
