import type { AddressFacts, RevocationFact } from '#lib/checks/facts.ts'
import { valueOf } from '#lib/core/observed.ts'
import { remember } from '#lib/core/remember.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import type { ChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { type IssuersOf, Staples } from '../revocation/judge-staples.ts'
import { loadRevocation } from '../revocation/load-revocation.ts'
import type { Db } from '../sql.ts'
import type { TrustContext } from '../trust/load-trust-context.ts'
import type { StoredEdges } from '../trust/stored-edges.ts'

/** What is known of the revocation of certificates (SHA-256 in hex): nothing of others was asked for yet. */
export interface KnownRevocation {
  readonly of: ReadonlySet<string>
  readonly known: ReadonlyMap<string, readonly RevocationFact[]>
}

/** What the addresses' chains were judged with. */
export interface AtHand {
  /** DER of all certificates that their facts name, by SHA-256 in hex. */
  readonly ders: ReadonlyMap<string, Uint8Array>
  /** DER of whatever may have issued them. */
  readonly issuers: readonly Uint8Array[]
  readonly stores: readonly TrustContext[]
  readonly edges: StoredEdges
  readonly revocation: KnownRevocation
}

/** Addresses by endpoint, each with what is known of the revocation of all that stands in its chains and paths. */
export async function withRevocation(
  db: Db,
  byEndpoint: ReadonlyMap<string, readonly AddressFacts[]>,
  atHand: AtHand,
  now: Date,
): Promise<Map<string, readonly AddressFacts[]>> {
  const { ders, revocation: before } = atHand
  const paths = [...byEndpoint.values()].flat().flatMap(pathsOf)
  const missing = [...ders.keys(), ...paths].filter((hash) => !before.of.has(hash))
  const known = new Map([...before.known, ...(await loadRevocation(db, missing))])
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

/** By the chain as it is sent: what stood on its paths when it was judged last, so that it is asked about beforehand. */
const led = new Map<string, readonly string[]>()
const mostLed = 4096

/** What will probably stand on an address' paths; whoever judges them asks for the rest. */
export function knownPaths({ latest }: AddressFacts): readonly string[] {
  return latest === null ? [] : (led.get(chainKey(latest)) ?? [])
}

function chainKey({ facts }: NonNullable<AddressFacts['latest']>): string {
  return (valueOf(facts.chain) ?? []).join(' ')
}

function pathsOf({ latest }: AddressFacts): readonly string[] {
  if (latest === null) return []
  const { trust, otherTrust } = latest.facts
  const opinions = [...(trust.status === 'observed' ? [trust.value] : []), ...Object.values(valueOf(otherTrust) ?? {})]
  const paths = opinions.flatMap(({ path, verdict }) => [
    ...path,
    ...(verdict?.paths.flatMap(({ sha256 }) => sha256) ?? []),
  ])
  remember(led, mostLed, chainKey(latest), [...new Set(paths)])
  return paths
}
