import { fingerprint } from '#lib/x509/fingerprint.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import type { EdgeCache } from '#lib/x509/path/edges.ts'
import { type ChainVerdict, chosenPath, judgeChain } from '#lib/x509/path/judge-chain.ts'
import { type PathProfile, privatePki, profileFor } from '#lib/x509/path/profile.ts'
import type { CertificateOrigin, DatedStore, JudgedGroup, OtherStore } from './certificate-judgement.ts'
import type { TrustContext } from './load-trust-context.ts'

/** A chain with the bytes that it can be judged by. */
export interface ChainAtHand {
  /** SHA-256 as sent, leaf first; null where the facts hold no chain. */
  readonly hashes: readonly string[] | null
  readonly ders: readonly Uint8Array[]
  /** Issuers that were not sent, and how they came here. */
  readonly known: readonly Uint8Array[]
  readonly knownAs: 'fetched' | 'recorded'
  readonly identity: 'dns' | 'spiffe'
  /** A CA's own paths, for any purpose. */
  readonly authority: boolean
}

type Judgement = Omit<JudgedGroup, 'places' | 'placeCount' | 'seenAt'>

/** The chain against the store that counts, and what the others would say. */
export function judgeGroup(
  question: ChainAtHand,
  store: TrustContext | null,
  others: readonly TrustContext[],
  edges: EdgeCache,
  now: Date,
): Judgement {
  const { hashes, ders, known, knownAs } = question
  const complete = hashes !== null && hashes.length > 0 && ders.length === hashes.length
  const verdict = complete && store ? judge(question, store, edges) : null
  const rules = rulesOf(question, store).name
  const judged: Judgement = {
    store: store && datedStore(store),
    rules,
    chain: hashes ?? [],
    verdict,
    unknown: verdict ? null : complete ? 'no-store' : 'chain-not-on-record',
    chosen: verdict && chosenPath(verdict, now),
    origins: originsOf(hashes ?? [], known.map(fingerprint), knownAs, store),
    distrusted: store ? distrustedIn(verdict, store, [...ders, ...known]) : new Map(),
    strays: verdict ? straysOf(hashes ?? [], verdict) : [],
    others: complete ? others.map((other) => opinionOfStore(question, other, edges, now)) : [],
  }
  return judged
}

function judge(question: ChainAtHand, store: TrustContext, edges: EdgeCache): ChainVerdict {
  const { ders, known } = question
  const { anchors, distrust } = store
  return judgeChain({ chain: ders, known, anchors, profile: rulesOf(question, store), distrust, edges })
}

function rulesOf({ authority, identity }: ChainAtHand, store: TrustContext | null): PathProfile {
  if (authority) return { ...privatePki, purpose: null }
  return store ? profileFor(store, identity) : privatePki
}

function opinionOfStore(question: ChainAtHand, store: TrustContext, edges: EdgeCache, now: Date): OtherStore {
  const { objection } = chosenPath(judge(question, store, edges), now)
  return { store: datedStore(store), trusted: objection === null, objection }
}

function datedStore({ id, name, version, asOf, publicRoots }: TrustContext): DatedStore {
  return { id, name, version, asOf, publicRoots }
}

function originsOf(
  sent: readonly string[],
  known: readonly string[],
  knownAs: 'fetched' | 'recorded',
  store: TrustContext | null,
): Map<string, CertificateOrigin> {
  return new Map<string, CertificateOrigin>([
    ...known.map((hash) => [hash, knownAs] as const),
    ...[...(store?.anchors.sha256 ?? [])].map((hash) => [hash, 'store'] as const),
    ...sent.map((hash) => [hash, 'sent'] as const),
  ])
}

/** Keys are looked up by the certificates that paths and attempts name. */
function distrustedIn(
  verdict: ChainVerdict | null,
  { anchors, distrust }: TrustContext,
  ders: readonly Uint8Array[],
): JudgedGroup['distrusted'] {
  if (verdict === null || distrust.size === 0) return new Map()
  const named = new Set([...verdict.paths, ...verdict.refused].flatMap(({ sha256 }) => sha256))
  const keys = new Map<string, string>()
  for (const { sha256, spkiSha256 } of [...anchors.bySubject.values()].flat()) keys.set(sha256, spkiSha256)
  for (const der of ders) {
    const read = tryReadChainCertificate(der)
    if (!(read instanceof ParseError)) keys.set(read.sha256, read.spkiSha256)
  }
  return new Map(
    [...named].flatMap((sha256) => {
      const entry = distrust.get(keys.get(sha256) ?? '')
      return entry ? [[sha256, { from: new Date(entry.effectiveAt).toISOString(), reason: entry.reason }] as const] : []
    }),
  )
}

/** Without a path, what was tried is not astray. */
function straysOf(sent: readonly string[], { paths, refused }: ChainVerdict): readonly string[] {
  const used = new Set((paths.length > 0 ? paths : refused).flatMap(({ sha256 }) => sha256))
  return used.size === 0 ? [] : [...new Set(sent)].filter((hash) => !used.has(hash))
}
