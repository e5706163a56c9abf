import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { readOid } from './der-values.ts'
import { hashes, rsassaPssOid, signatureAlgorithms } from './oids.ts'

export interface SignatureAlgorithm {
  /** Name, or the OID where it is not known. */
  readonly name: string
  readonly hash: string | null
}

/** Reads the AlgorithmIdentifier of a signature; `unknown` and a problem where it can't be read. */
export function readSignatureAlgorithm(reader: DerReader, node: DerNode | undefined): SignatureAlgorithm {
  return reader.attempt(
    'signature algorithm',
    () => {
      const [oidNode, parameters] = reader.children(expectTag(node, tags.sequence, 'AlgorithmIdentifier'))
      const oid = readOid(reader, oidNode, 'algorithm')
      if (oid !== rsassaPssOid) return signatureAlgorithms.get(oid) ?? { name: oid, hash: null }
      return { name: 'RSASSA-PSS', hash: reader.attempt('RSASSA-PSS', () => pssHash(reader, parameters), null) }
    },
    { name: 'unknown', hash: null },
  )
}

/** RFC 4055 3.1: `[0]` holds the hash, SHA-1 where it is left out. */
function pssHash(reader: DerReader, parameters: DerNode | undefined): string | null {
  const fields = parameters?.tag === tags.sequence ? reader.children(parameters) : []
  const hash = fields.find(({ tag }) => tag === 0xa0)
  if (hash === undefined) return 'sha1'
  const oid = readOid(reader, reader.children(expectTag(reader.inside(hash), tags.sequence, 'hash'))[0], 'hash')
  return hashes.get(oid) ?? oid
}
