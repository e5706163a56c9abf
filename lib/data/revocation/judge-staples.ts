import type { AddressFacts, RevocationFact } from '#lib/checks/facts.ts'
import { sha256Hex } from '#lib/core/ids.ts'
import { valueOf } from '#lib/core/observed.ts'
import type { ChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import type { RevocationJudgement } from '#lib/x509/revocation/judgement.ts'
import { type Db, rows } from '../sql.ts'
import { judgeEvidence } from './judge-document.ts'
import { lastInstant } from './load-revocation.ts'
import { readEvidence } from './read-evidence.ts'
import { writeStatuses } from './write-statuses.ts'

/** Certificates of keys that signed the leaf, as far as they are at hand. */
export type IssuersOf = (leafSha256: string) => readonly ChainCertificate[]

interface Stapled {
  readonly leaf: string
  readonly issuer: string
  readonly sha256: string
  readonly judgement: RevocationJudgement
}

/** Judges the OCSP responses that addresses staple, each once: what was found is kept with the leaf. */
export class Staples {
  readonly #ders: ReadonlyMap<string, Uint8Array>
  readonly #issuersOf: IssuersOf
  readonly #judged: Stapled[] = []

  constructor(ders: ReadonlyMap<string, Uint8Array>, issuersOf: IssuersOf) {
    this.#ders = ders
    this.#issuersOf = issuersOf
  }

  /** What is known of an address' main leaf, its staple included; null where it stapled nothing. */
  factOf(
    { facts, lastSeenAt }: NonNullable<AddressFacts['latest']>,
    known: ReadonlyMap<string, readonly RevocationFact[]>,
  ): { readonly leaf: string; readonly facts: readonly RevocationFact[] } | null {
    const staple = valueOf(facts.ocspStaple)
    const [leaf] = valueOf(facts.chain) ?? []
    const der = leaf === undefined ? undefined : this.#ders.get(leaf)
    if (staple === null || leaf === undefined || der === undefined) return null
    const bytes = Buffer.from(staple, 'base64')
    const hash = sha256Hex(bytes)
    const others = known.get(leaf) ?? []
    if (others.some(({ source, evidenceSha256 }) => source === 'staple' && evidenceSha256 === hash))
      return { leaf, facts: others }
    const { issuer, judgement } = this.#judge(leaf, der, bytes, lastSeenAt)
    if (issuer !== null) this.#judged.push({ leaf, issuer, sha256: hash, judgement })
    return { leaf, facts: [...others, toFact(judgement, hash)] }
  }

  /** In an order in which two transactions don't wait for each other in a ring. */
  async save(db: Db, now: Date): Promise<void> {
    const judged = this.#judged.splice(0)
    if (judged.length === 0) return
    const ids = await certificateIds(
      db,
      judged.map(({ leaf }) => leaf),
    )
    const bySha256 = Map.groupBy(judged, ({ leaf }) => leaf)
    for (const [leaf, certificateId] of ids) {
      for (const { sha256, issuer, judgement } of bySha256.get(leaf) ?? []) {
        const evidence = { source: 'staple', url: '', sha256: Buffer.from(sha256, 'hex') } as const
        await writeStatuses(db, evidence, [{ certificateId, issuer, judgement }], now)
      }
    }
  }

  #judge(leaf: string, der: Uint8Array, bytes: Buffer, at: Date) {
    const read = readEvidence('ocsp', bytes)
    if (typeof read === 'string') {
      const fault = { reason: 'malformed', detail: read } as const
      return { issuer: null, judgement: { status: 'UNKNOWN', ...fault, objections: [fault] } as const }
    }
    const issuers = this.#issuersOf(leaf)
    let first: { issuer: string; judgement: RevocationJudgement } | null = null
    for (const issuer of issuers) {
      const found = { issuer: issuer.spkiSha256, judgement: judgeEvidence(read, der, [issuer], at) }
      if (found.judgement.status !== 'UNKNOWN') return found
      first ??= found
    }
    return first ?? { issuer: null, judgement: judgeEvidence(read, der, [], at) }
  }
}

function toFact(judgement: RevocationJudgement, evidenceSha256: string): RevocationFact {
  const common = { source: 'staple', url: null, evidenceSha256 } as const
  if (judgement.status === 'UNKNOWN') {
    const { reason } = judgement
    return { ...common, status: 'unknown', reason, revokedAt: null, thisUpdate: null, nextUpdate: null }
  }
  const thisUpdate = new Date(judgement.thisUpdate)
  const nextUpdate = judgement.nextUpdate === null ? null : new Date(judgement.nextUpdate)
  return {
    ...common,
    status: judgement.status === 'GOOD' ? 'good' : 'revoked',
    reason: judgement.status === 'GOOD' ? null : judgement.reason,
    revokedAt: judgement.status === 'GOOD' ? null : new Date(judgement.revokedAt),
    thisUpdate,
    nextUpdate: lastInstant({ thisUpdate, nextUpdate }),
  }
}

async function certificateIds(db: Db, sha256: readonly string[]): Promise<Map<string, string>> {
  const found = await rows<{ id: string; sha256: string }>(
    db,
    `SELECT id, encode(sha256, 'hex') AS sha256 FROM certificate WHERE sha256 = ANY ($1::bytea[]) ORDER BY id`,
    [[...new Set(sha256)].map((hash) => Buffer.from(hash, 'hex'))],
  )
  return new Map(found.map((row) => [row.sha256, row.id]))
}
