import { sha256 } from '#lib/core/ids.ts'
import { pool } from '#lib/db/client.ts'
import { recordCertificates } from '../observations/record-certificates.ts'
import { inTransaction, rows } from '../sql.ts'
import { storableText } from '../storable.ts'
import type { DueDocument } from './claim-documents.ts'
import { listPairs, type Pair } from './concerned-pairs.ts'
import { isVerified } from './judge-document.ts'
import { judgeAndWrite, judgePairs } from './judge-pairs.ts'
import { nextFetchAt, retryAt } from './next-fetch.ts'
import { type ReadEvidence, readEvidence } from './read-evidence.ts'

/** What a fetch gave, as far as it matters here. */
export type Fetch =
  | { readonly kind: 'answer'; readonly body: Buffer; readonly etag: string | null; readonly freshForMs: number | null }
  | { readonly kind: 'not-modified'; readonly freshForMs: number | null }
  | { readonly kind: 'failure'; readonly failure: string }

/** Whose verdicts a fetch may have changed. */
export interface Moved {
  readonly certificateIds: readonly string[]
  /** URLs whose standing changed: endpoints that serve a certificate which names one. */
  readonly urls: readonly string[]
}

const nothing: Moved = { certificateIds: [], urls: [] }
const longestFailure = 300

/**
 * Puts on record what a fetch of a document gave, and judges by it the certificates that it speaks of, at this instant.
 * What nobody verified, or is older than what is on record, never takes the place of what was.
 */
export async function saveFetch(document: DueDocument, fetch: Fetch, at: Date): Promise<Moved> {
  if (fetch.kind === 'failure') return saveFailure(document, fetch.failure, at)
  if (fetch.kind === 'not-modified') {
    await saveUnchanged(document, document.expiresAt, fetch.freshForMs, at)
    return nothing
  }
  const read = readEvidence(document.kind, fetch.body)
  if (typeof read === 'string') return saveFailure(document, read, at)
  if (document.sha256?.equals(sha256(read.content))) {
    await saveUnchanged(document, expiryOf(read), fetch.freshForMs, at)
    return nothing
  }
  return read.kind === 'issuer' ? saveIssuers(document, read, fetch, at) : saveEvidence(document, read, fetch, at)
}

async function saveEvidence(
  document: DueDocument,
  evidence: Extract<ReadEvidence, { kind: 'crl' | 'ocsp' }>,
  fetch: Extract<Fetch, { kind: 'answer' }>,
  at: Date,
): Promise<Moved> {
  const pairs = await listPairs(pool(), document)
  const probe = await probeOf(evidence, pairs, at)
  if (probe.refused !== null) {
    // Told at the certificates, too, where nothing better is known of them.
    const certificateIds = await judgeAndWrite(evidence, document.url, pairs, at)
    await saveFailure(document, probe.refused, at)
    return { certificateIds, urls: [] }
  }
  if (probe.thisUpdate !== null && (await isOlder(document, pairs, new Date(probe.thisUpdate)))) {
    await saveUnchanged(document, document.expiresAt, fetch.freshForMs, at)
    return nothing
  }
  const certificateIds = await judgeAndWrite(evidence, document.url, pairs, at)
  await saveContent(document, evidence, fetch, at)
  return { certificateIds, urls: [] }
}

/** Whether anybody's key verifies the evidence: the first pair for which it does tells; without any it is unused. */
async function probeOf(
  evidence: ReadEvidence,
  pairs: readonly Pair[],
  at: Date,
): Promise<{ refused: string | null; thisUpdate: number | null }> {
  let refused: string | null = null
  for await (const judged of judgePairs(evidence, pairs, at)) {
    for (const { judgement } of judged) {
      if (isVerified(judgement))
        return { refused: null, thisUpdate: judgement.status === 'UNKNOWN' ? null : judgement.thisUpdate }
      if (judgement.status === 'UNKNOWN') refused ??= `${judgement.reason}: ${judgement.detail}`
    }
  }
  return { refused, thisUpdate: null }
}

/** A cache behind the URL may hold an earlier one: a revocation that is known does not go away by it. */
async function isOlder({ kind, url }: DueDocument, pairs: readonly Pair[], thisUpdate: Date): Promise<boolean> {
  const [known] = await rows<{ older: boolean | null }>(
    pool(),
    `SELECT max(this_update) > $4 AS older FROM revocation_status
      WHERE certificate_id = ANY ($1::uuid[]) AND source = $2 AND url = $3`,
    [pairs.slice(0, 100).map(({ certificateId }) => certificateId), kind, url, thisUpdate],
  )
  return known?.older === true
}

async function saveIssuers(
  document: DueDocument,
  issuers: Extract<ReadEvidence, { kind: 'issuer' }>,
  fetch: Extract<Fetch, { kind: 'answer' }>,
  at: Date,
): Promise<Moved> {
  await inTransaction((tx) =>
    recordCertificates(tx, new Map(issuers.ders.map((der) => [sha256(der).toString('hex'), der])), at),
  )
  await saveContent(document, issuers, fetch, at)
  return { certificateIds: [], urls: [document.url] }
}

async function saveContent(
  document: DueDocument,
  read: ReadEvidence,
  { etag, freshForMs }: Extract<Fetch, { kind: 'answer' }>,
  at: Date,
): Promise<void> {
  const nextUpdate = expiryOf(read)
  await pool().query(
    `UPDATE fetched_document SET content = $2, sha256 = $3, etag = $4, fetched_at = $5, expires_at = $6,
            next_fetch_at = $7, failure = NULL, failures = 0 WHERE id = $1`,
    [
      document.id,
      read.content,
      sha256(read.content),
      etag,
      at,
      nextUpdate,
      nextFetchAt({ kind: document.kind, at, nextUpdate, freshForMs }, Math.random()),
    ],
  )
}

async function saveUnchanged(
  { id, kind }: DueDocument,
  nextUpdate: Date | null,
  freshForMs: number | null,
  at: Date,
): Promise<void> {
  await pool().query(
    `UPDATE fetched_document SET fetched_at = $2, next_fetch_at = $3, failure = NULL, failures = 0 WHERE id = $1`,
    [id, at, nextFetchAt({ kind, at, nextUpdate, freshForMs }, Math.random())],
  )
}

async function saveFailure(document: DueDocument, text: string, at: Date): Promise<Moved> {
  const { id, kind, url, sha256: content, failure: before, failures } = document
  const failure = storableText(text).slice(0, longestFailure)
  await pool().query(
    'UPDATE fetched_document SET failure = $2, failures = failures + 1, next_fetch_at = $3 WHERE id = $1',
    [id, failure, retryAt(at, failures + 1, Math.random())],
  )
  // What is on record counts until its window ends, whatever became of its successor.
  if (failure === before || content !== null) return nothing
  if (kind !== 'ocsp') return { certificateIds: [], urls: [url] }
  const pairs = await listPairs(pool(), document)
  return { certificateIds: pairs.map(({ certificateId }) => certificateId), urls: [] }
}

function expiryOf({ nextUpdate }: ReadEvidence): Date | null {
  return nextUpdate === null ? null : new Date(nextUpdate)
}
