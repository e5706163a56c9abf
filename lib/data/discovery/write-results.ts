import type { Db } from '../sql.ts'
import { indexable, storableText } from '../storable.ts'
import type { DiscoveryResult } from './discovery-run.ts'

/** Of one outcome that a run keeps: a whole network that the scope forbids says the same thing of each address. */
const keptPerBatch = 1000

/** Writes results; a place that the run has told of already is left as it is. */
export async function writeResults(tx: Db, runId: string, results: readonly DiscoveryResult[]): Promise<void> {
  const kept = results.slice(0, keptPerBatch)
  if (kept.length === 0) return
  await tx.query(
    `INSERT INTO discovery_result (run_id, host, port, outcome, detail, line, endpoint_id)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::int[], $7::uuid[])
     ON CONFLICT (run_id, host, port) DO NOTHING`,
    [
      runId,
      kept.map((one) => indexable(one.host, 500)),
      kept.map((one) => one.port),
      kept.map((one) => one.outcome),
      kept.map((one) => (one.detail === null ? null : storableText(one.detail))),
      kept.map((one) => one.line),
      kept.map((one) => one.endpointId),
    ],
  )
}
