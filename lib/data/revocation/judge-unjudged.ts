import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'
import { listUnjudgedPairs } from './concerned-pairs.ts'
import { judgeAndWrite } from './judge-pairs.ts'
import { readEvidence } from './read-evidence.ts'

/** Judges certificates that came on record after the list that speaks of them. Gives those of which that is news. */
export async function judgeUnjudged(siteId: string, at: Date): Promise<string[]> {
  const moved: string[] = []
  for (const [documentId, pairs] of await listUnjudgedPairs(pool(), siteId)) {
    const [document] = await rows<{ url: string; content: Buffer | null }>(
      pool(),
      'SELECT url, content FROM fetched_document WHERE id = $1',
      [documentId],
    )
    const evidence = document?.content ? readEvidence('crl', document.content) : null
    if (!document || evidence === null || typeof evidence === 'string' || evidence.kind !== 'crl') continue
    moved.push(...(await judgeAndWrite(evidence, document.url, pairs, at)))
  }
  return moved
}
