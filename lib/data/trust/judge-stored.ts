import type { Observed } from '#lib/core/observed.ts'
import { failed, observed, skipped, valueOf } from '#lib/core/observed.ts'
import type { TlsFacts, TrustOpinion } from '#lib/tls/observation.ts'
import { chainsBesideMain } from '#lib/tls/shown-chains.ts'
import { opinionOf } from '#lib/tls/trust-opinion.ts'
import type { EdgeCache } from '#lib/x509/path/edges.ts'
import { judgeChain } from '#lib/x509/path/judge-chain.ts'
import { profileFor } from '#lib/x509/path/profile.ts'
import type { TrustContext } from './load-trust-context.ts'

/** What stored chains are judged with. */
export interface StoredEvidence {
  /** DER by SHA-256 in hex. */
  readonly ders: ReadonlyMap<string, Uint8Array>
  /** DER of issuers that may complete the chain of this leaf. */
  readonly knownIssuers: (leafSha256: string) => readonly Uint8Array[]
  readonly edges: EdgeCache
}

/**
 * The facts with their chains judged anew against the store that counts now, so that a change of stores needs no scan.
 * What another engine said at scan time stays beside it as the second opinion.
 */
export function withTrust(
  facts: TlsFacts,
  store: TrustContext | null,
  identity: 'dns' | 'spiffe',
  evidence: StoredEvidence,
  now: Date,
): TlsFacts {
  const judge = (hashes: readonly string[]) => judgeHashes(hashes, store, identity, evidence, now)
  const main = facts.chain.status === 'observed' ? judge(facts.chain.value) : facts.chain
  const second = valueOf(facts.trust)?.secondOpinion
  return {
    ...facts,
    trust: main.status === 'observed' && second ? observed({ ...main.value, secondOpinion: second }) : main,
    otherTrust: facts.otherTrust.status === 'observed' ? observed(others(facts, judge)) : facts.otherTrust,
  }
}

function others(
  facts: TlsFacts,
  judge: (hashes: readonly string[]) => Observed<TrustOpinion>,
): Readonly<Record<string, TrustOpinion>> {
  const opinions: Record<string, TrustOpinion> = {}
  for (const hashes of chainsBesideMain(facts)) {
    const [leaf = ''] = hashes
    const opinion = valueOf(judge(hashes))
    if (opinion !== null) opinions[leaf] = opinion
  }
  return opinions
}

function judgeHashes(
  hashes: readonly string[],
  store: TrustContext | null,
  identity: 'dns' | 'spiffe',
  { ders, knownIssuers, edges }: StoredEvidence,
  now: Date,
): Observed<TrustOpinion> {
  if (store === null) return skipped('no-store')
  const [leaf = ''] = hashes
  const chain = hashes.flatMap((hash) => ders.get(hash) ?? [])
  if (leaf === '') return failed('no-certificate')
  if (chain.length !== hashes.length) return failed('certificate-not-on-record')
  const { anchors, distrust } = store
  const profile = profileFor(store, identity)
  const verdict = judgeChain({ chain, known: knownIssuers(leaf), anchors, profile, distrust, edges })
  const { id, name, version, asOf } = store
  const opinion = opinionOf(verdict, { id, name, version, asOf: asOf.toISOString() }, now)
  return opinion === null ? failed('path-search-exhausted') : observed(opinion)
}
