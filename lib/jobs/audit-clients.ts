import { systemPrincipal } from '#lib/core/principal.ts'
import { auditMany } from '#lib/data/audit.ts'
import { pool } from '#lib/db/client.ts'
import type { ClientKeyPair, ClientKeyPairs } from '#lib/scan/observe-options.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'

/** Puts on record with whose certificates these workers go to servers; of the keys nothing is said. */
export async function auditClients(workerIds: readonly string[], clients: ClientKeyPairs | null): Promise<void> {
  if (clients === null) return
  const named = (pair: ClientKeyPair | null) => pair && { certificateSha256: pair.chain.map(fingerprint) }
  const { valid, wrongPurpose, unauthorised = null } = clients
  const detail = {
    valid: named(valid),
    wrongPurpose: named(wrongPurpose),
    ...(unauthorised && { unauthorised: named(unauthorised) }),
  }
  await auditMany(pool(), systemPrincipal, 'worker.use-clients', 'worker', workerIds, detail)
}
