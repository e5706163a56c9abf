import type { AddressFacts } from '#lib/checks/facts.ts'
import { valueOf } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { Db } from '../sql.ts'
import { withTrust } from '../trust/judge-stored.ts'
import type { TrustContext } from '../trust/load-trust-context.ts'
import { pathIssuers } from '../trust/path-issuers.ts'
import type { StoredEdges } from '../trust/stored-edges.ts'
import type { LoadedAddresses } from './load-addresses.ts'
import { type KnownRevocation, withRevocation } from './with-revocation.ts'

/** By what an endpoint's chains are judged. */
export interface TrustQuestion {
  readonly id: string
  readonly store: TrustContext | null
  readonly identity: 'dns' | 'spiffe'
}

/** Beside the stores, what chains are judged with. */
export interface KnownOfChains {
  /** What leaves point at, by URL. */
  readonly fetched: ReadonlyMap<string, readonly Uint8Array[]>
  readonly edges: StoredEdges
  readonly revocation: KnownRevocation
}

/**
 * The addresses of endpoints, with every chain judged against the endpoint's store as it is now, and with what is known
 * of the revocation of all that stands in their chains and paths.
 */
export async function judgeAddresses(
  db: Db,
  { byEndpoint, ders }: LoadedAddresses,
  questions: readonly TrustQuestion[],
  { fetched, edges, revocation }: KnownOfChains,
  now: Date,
): Promise<Map<string, readonly AddressFacts[]>> {
  const seen = new Map([...byEndpoint.values()].flat().flatMap(certificatesOf))
  const knownIssuers = (sha256: string) =>
    (seen.get(sha256)?.caIssuersUrls ?? []).flatMap((url) => fetched.get(url) ?? [])
  const judged = questions.map(({ id, store, identity }): [string, readonly AddressFacts[]] => {
    const judgedAddresses = (byEndpoint.get(id) ?? []).map((address): AddressFacts => {
      const { latest } = address
      if (latest === null) return address
      const evidence = { ders, edges, knownIssuers: (leaf: string) => completing(leaf, latest, knownIssuers) }
      const facts = withTrust(latest.facts, store, identity, evidence, now)
      return { ...address, latest: { ...latest, facts, issuers: issuersOf(latest, facts, store, knownIssuers) } }
    })
    return [id, judgedAddresses]
  })
  await edges.save(db)
  const stores = questions.flatMap(({ store }) => store ?? [])
  const issuers = [...ders.values(), ...[...fetched.values()].flat()]
  return withRevocation(db, new Map(judged), { ders, edges, issuers, stores, revocation }, now)
}

type Latest = NonNullable<AddressFacts['latest']>

/** The issuers that the leaf itself points at, and those that the other certificates of its address do. */
function completing(
  leaf: string,
  { facts }: Latest,
  knownIssuers: (sha256: string) => readonly Uint8Array[],
): readonly Uint8Array[] {
  return [...new Set([leaf, ...(valueOf(facts.chain) ?? [])].flatMap(knownIssuers))]
}

/** Those of the paths that no address sends. */
function issuersOf(
  { chain, otherCertificates = [] }: Latest,
  facts: TlsFacts,
  store: TrustContext | null,
  knownIssuers: (sha256: string) => readonly Uint8Array[],
): readonly Certificate[] {
  const sent = [...chain, ...otherCertificates].map(({ sha256 }) => sha256)
  return pathIssuers(facts, new Set(sent), store?.anchors ?? null, sent.flatMap(knownIssuers))
}

function certificatesOf({ latest }: AddressFacts): [string, Certificate][] {
  return [...(latest?.chain ?? []), ...(latest?.otherCertificates ?? [])].map((one) => [one.sha256, one])
}
