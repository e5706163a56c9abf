import type { AddressFacts } from '#lib/checks/facts.ts'
import { valueOf } from '#lib/core/observed.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import type { ChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { type IssuersOf, Staples } from '../revocation/judge-staples.ts'
import { loadRevocation } from '../revocation/load-revocation.ts'
import type { Db } from '../sql.ts'
import type { TrustContext } from '../trust/load-trust-context.ts'
import type { StoredEdges } from '../trust/stored-edges.ts'

/** What the addresses' chains were judged with. */
export interface AtHand {
  /** DER of all certificates that their facts name, by SHA-256 in hex. */
  readonly ders: ReadonlyMap<string, Uint8Array>
  /** DER of whatever may have issued them. */
  readonly issuers: readonly Uint8Array[]
  readonly stores: readonly TrustContext[]
  readonly edges: StoredEdges
}

/** Addresses by endpoint, each with what is known of the revocation of all that stands in its chains and paths. */
export async function withRevocation(
  db: Db,
  byEndpoint: ReadonlyMap<string, readonly AddressFacts[]>,
  atHand: AtHand,
  now: Date,
): Promise<Map<string, readonly AddressFacts[]>> {
  const { ders } = atHand
  const paths = [...byEndpoint.values()].flat().flatMap(pathsOf)
  const known = await loadRevocation(db, [...new Set([...ders.keys(), ...paths])])
  const staples = new Staples(ders, issuersAtHand(atHand))
  const judged = [...byEndpoint].map(([id, addresses]): [string, readonly AddressFacts[]] => [
    id,
    addresses.map((address) => {
      const { latest } = address
      if (latest === null) return address
      const stapled = staples.factOf(latest, known)
      const revocation = stapled === null ? known : new Map(known).set(stapled.leaf, stapled.facts)
      return { ...address, latest: { ...latest, revocation } }
    }),
  ])
  await staples.save(db, now)
  return new Map(judged)
}

/** By name, and only whose key signed the leaf. Read where a staple asks for them. */
function issuersAtHand({ ders, issuers, stores, edges }: AtHand): IssuersOf {
  let bySubject: ReadonlyMap<string, readonly ChainCertificate[]> | null = null
  return (leafSha256) => {
    const der = ders.get(leafSha256)
    const leaf = der && tryReadChainCertificate(der)
    if (!leaf || leaf instanceof ParseError) return []
    bySubject ??= Map.groupBy(issuers.flatMap(readStrictly), ({ subject }) => subject.key)
    const anchors = new Set(stores).values().flatMap(({ anchors: own }) => own.bySubject.get(leaf.issuer.key) ?? [])
    return [...(bySubject.get(leaf.issuer.key) ?? []), ...anchors].filter(
      ({ spkiSha256 }) => edges.get(leafSha256, spkiSha256) === 'verified',
    )
  }
}

function readStrictly(der: Uint8Array): readonly ChainCertificate[] {
  const read = tryReadChainCertificate(der)
  return read instanceof ParseError ? [] : [read]
}

function pathsOf({ latest }: AddressFacts): readonly string[] {
  if (latest === null) return []
  const { trust, otherTrust } = latest.facts
  const opinions = [...(trust.status === 'observed' ? [trust.value] : []), ...Object.values(valueOf(otherTrust) ?? {})]
  return opinions.flatMap(({ path, verdict }) => [...path, ...(verdict?.paths.flatMap(({ sha256 }) => sha256) ?? [])])
}
