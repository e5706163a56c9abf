import { setImmediate as breathe } from 'node:timers/promises'
import { sha256 } from '#lib/core/ids.ts'
import { pool } from '#lib/db/client.ts'
import { unknown } from '#lib/x509/revocation/judgement.ts'
import { rows } from '../sql.ts'
import type { Pair } from './concerned-pairs.ts'
import { judgeEvidence } from './judge-document.ts'
import { loadIssuers } from './load-issuers.ts'
import type { ReadEvidence } from './read-evidence.ts'
import { type JudgedPair, writeStatuses } from './write-statuses.ts'

/** Judged in one go; others of this thread come in between. */
const batchSize = 200

/** Judges the pairs by the evidence, a batch at a time: one list may speak of a hundred thousand certificates. */
export async function* judgePairs(
  evidence: ReadEvidence,
  pairs: readonly Pair[],
  at: Date,
): AsyncGenerator<readonly JudgedPair[]> {
  for (let start = 0; start < pairs.length; start += batchSize) {
    const batch = pairs.slice(start, start + batchSize)
    const ders = await loadDers(batch.map(({ certificateId }) => certificateId))
    const issuers = await loadIssuers(
      pool(),
      batch.map(({ issuer }) => issuer),
    )
    yield batch.map((pair) => {
      const der = ders.get(pair.certificateId)
      const judgement = der
        ? judgeEvidence(evidence, der, issuers.get(pair.issuer) ?? [], at)
        : unknown({ reason: 'no-evidence', detail: 'the certificate is gone' })
      return { ...pair, judgement }
    })
    await breathe()
  }
}

/** Writes what the evidence at this URL says of the pairs. Gives the ids of the certificates of which that is new. */
export async function judgeAndWrite(
  evidence: Extract<ReadEvidence, { kind: 'crl' | 'ocsp' }>,
  url: string,
  pairs: readonly Pair[],
  at: Date,
): Promise<string[]> {
  const source = { source: evidence.kind, url, sha256: sha256(evidence.content) }
  const moved: string[] = []
  for await (const judged of judgePairs(evidence, pairs, at))
    moved.push(...(await writeStatuses(pool(), source, judged, at)))
  return moved
}

async function loadDers(ids: readonly string[]): Promise<Map<string, Buffer>> {
  const found = await rows<{ id: string; der: Buffer }>(
    pool(),
    'SELECT id, der FROM certificate WHERE id = ANY ($1::uuid[])',
    [ids],
  )
  return new Map(found.map(({ id, der }) => [id, der]))
}
