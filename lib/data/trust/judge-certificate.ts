import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { CertificateJudgement, JudgedGroup } from './certificate-judgement.ts'
import { describePathCertificates } from './describe-path-certificates.ts'
import { type ChainAtHand, judgeGroup } from './judge-group.ts'
import { issuerUrls, loadFetchedIssuers } from './known-issuers.ts'
import { countLeavesBelow } from './leaves-below.ts'
import { loadTrustContexts, type TrustContext } from './load-trust-context.ts'
import { loadRecordedIssuers } from './recorded-issuers.ts'
import { listServedChains, mostGroups, type ServedChainGroup } from './served-chain-groups.ts'
import { loadEdges } from './stored-edges.ts'

interface Subject {
  id: string
  sha256: string
  spkiSha256: string
  isCa: boolean
  der: Buffer
}

/** Stores that one page asks. */
const mostStores = 64

/**
 * Judges a certificate by its SHA-256 in hex as it stands in the estate now: at each place that serves it as a leaf
 * against the store that counts there, and against every other store on record. A CA, and what nobody serves, is judged
 * with the CA certificates on record between it and the anchors. Throws `not-found`.
 */
export async function judgeCertificate(
  principal: Principal,
  sha256: string,
  now: Date = new Date(),
): Promise<CertificateJudgement> {
  requireRole(principal, 'viewer')
  const subject = await findSubject(sha256)
  const [served, storeIds] = await Promise.all([listServedChains(subject.id), listStoreIds()])
  const stores = await loadTrustContexts(pool(), [...storeIds, ...served.flatMap(({ storeId }) => storeId ?? [])])
  const role = served.length > 0 ? 'served' : subject.isCa ? 'authority' : 'stored'
  const judged = role === 'served' ? await judgeServed(served, stores, now) : await judgeAlone(subject, stores, now)
  const groups = judged.map(({ group }) => group)
  const certificates = await describePathCertificates(groups, [
    ...judged.flatMap(({ ders }) => ders),
    ...[...stores.values()].flatMap(({ anchors }) => [...anchors.bySubject.values()].flat().map(({ der }) => der)),
  ])
  const leavesBelow = subject.isCa ? await countLeavesBelow(pool(), subject.spkiSha256) : null
  return { role, judgedAt: now, groups, complete: served.length <= mostGroups, certificates, leavesBelow }
}

async function findSubject(sha256: string): Promise<Subject> {
  const [found] = /^[0-9a-fA-F]{64}$/.test(sha256)
    ? await rows<Subject>(
        pool(),
        `SELECT id, encode(sha256, 'hex') AS sha256, encode(spki_sha256, 'hex') AS "spkiSha256", is_ca AS "isCa", der
           FROM certificate WHERE sha256 = $1`,
        [Buffer.from(sha256, 'hex')],
      )
    : []
  if (!found) throw new AppError('not-found', 'There is no certificate with this fingerprint.')
  return found
}

/** The default first. */
async function listStoreIds(): Promise<string[]> {
  const found = await rows<{ id: string }>(
    pool(),
    `SELECT id FROM trust_store ORDER BY is_default DESC, public_roots DESC, name LIMIT ${mostStores}`,
  )
  return found.map(({ id }) => id)
}

interface Judged {
  readonly group: JudgedGroup
  /** DER of what stood between leaf and anchors. */
  readonly ders: readonly Uint8Array[]
}

async function judgeServed(
  served: readonly ServedChainGroup[],
  stores: ReadonlyMap<string, TrustContext>,
  now: Date,
): Promise<Judged[]> {
  const hashes = [...new Set(served.flatMap(({ chain }) => chain ?? []))]
  const sent = await loadSent(hashes)
  const fetched = await loadFetchedIssuers(pool(), issuerUrls(sent.values()))
  const edges = await loadEdges(pool(), hashes)
  const judged = served.slice(0, mostGroups).map((one): Judged => {
    const { chain, identityKind, storeId, places, placeCount, seenAt } = one
    const known = [...new Set((chain ?? []).flatMap((hash) => sent.get(hash)?.caIssuersUrls ?? []))].flatMap(
      (url) => fetched.get(url) ?? [],
    )
    const ders = (chain ?? []).flatMap((hash) => sent.get(hash)?.der ?? [])
    const store = storeId === null ? null : (stores.get(storeId) ?? null)
    const others = [...stores.values()].filter(({ id }) => id !== storeId)
    const question: ChainAtHand = {
      hashes: chain,
      ders,
      known,
      knownAs: 'fetched',
      identity: identityKind,
      authority: false,
    }
    const group = { ...judgeGroup(question, store, others, edges, now), places, placeCount, seenAt }
    return { group, ders: [...ders, ...known] }
  })
  await edges.save(pool())
  return judged
}

async function loadSent(hashes: readonly string[]): Promise<Map<string, { der: Buffer; caIssuersUrls: string[] }>> {
  const found = await rows<{ sha256: string; der: Buffer; caIssuersUrls: string[] | null }>(
    pool(),
    `SELECT encode(sha256, 'hex') AS sha256, der, fields -> 'caIssuersUrls' AS "caIssuersUrls"
       FROM certificate WHERE sha256 = ANY ($1::bytea[])`,
    [hashes.map((hash) => Buffer.from(hash, 'hex'))],
  )
  return new Map(found.map(({ sha256, der, caIssuersUrls }) => [sha256, { der, caIssuersUrls: caIssuersUrls ?? [] }]))
}

/** Of what nobody serves as a leaf: the first store with a path to it speaks, the default where none has one. */
async function judgeAlone(subject: Subject, stores: ReadonlyMap<string, TrustContext>, now: Date): Promise<Judged[]> {
  const known = await loadRecordedIssuers(pool(), subject.sha256)
  const edges = await loadEdges(pool(), [subject.sha256, ...known.map(fingerprint)])
  const question: ChainAtHand = {
    hashes: [subject.sha256],
    ders: [subject.der],
    known,
    knownAs: 'recorded',
    identity: 'dns',
    authority: subject.isCa,
  }
  const all = [...stores.values()]
  const judged = all.map((store) => judgeGroup(question, store, [], edges, now))
  const at = Math.max(
    0,
    judged.findIndex(({ chosen }) => chosen?.objection === null),
  )
  const others = all.filter((_, index) => index !== at)
  const group = judgeGroup(question, all[at] ?? null, others, edges, now)
  await edges.save(pool())
  return [{ group: { ...group, places: [], placeCount: 0, seenAt: null }, ders: [subject.der, ...known] }]
}
