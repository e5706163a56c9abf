import { rootCertificates } from 'node:tls'
import { newId } from '#lib/core/ids.ts'
import { pool } from '#lib/db/client.ts'
import { readPem } from '#lib/x509/pem.ts'
import { settleAdvisories } from '../advisories/settle-advisories.ts'
import { inTransaction, rows } from '../sql.ts'
import { markEndpointsOfStoresDue, markIdentitiesOfStoresDue } from './mark-stores-due.ts'
import { writeAnchors } from './write-anchors.ts'

const name = 'Public roots'

/** Any number; one process at a time writes the store. */
const lockKey = 720_707_001

/**
 * Keeps the store of the public roots that the runtime carries (Mozilla's, as shipped with Node), and makes it the
 * default where there is none. Its version is the runtime's; its date is when that version was first read here, since
 * the runtime does not say of what date its roots are. What answers to it is judged anew after an upgrade. Returns the
 * store's id.
 */
export async function ensureRuntimeStore(now: Date = new Date()): Promise<string> {
  const version = `node ${process.version}`
  const current = `SELECT id FROM trust_store WHERE name = $1 AND source = 'runtime' AND version = $2`
  const [known] = await rows<{ id: string }>(pool(), current, [name, version])
  if (known) return known.id
  return inTransaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)::text', [lockKey])
    const [written] = await rows<{ id: string }>(
      tx,
      `INSERT INTO trust_store (id, name, source, public_roots, as_of, version, is_default)
       VALUES ($1, $2, 'runtime', true, $3, $4, NOT EXISTS (SELECT 1 FROM trust_store WHERE is_default))
       ON CONFLICT (name) DO UPDATE SET as_of = EXCLUDED.as_of, version = EXCLUDED.version
         WHERE trust_store.version <> EXCLUDED.version RETURNING id`,
      [newId(), name, now, version],
    )
    if (written) {
      await markEndpointsOfStoresDue(tx, [written.id])
      await writeAnchors(tx, written.id, readPem(rootCertificates.join('\n')).certificates, now)
      await markIdentitiesOfStoresDue(tx, [written.id])
      await settleAdvisories(tx)
    }
    const [store] = await rows<{ id: string }>(tx, 'SELECT id FROM trust_store WHERE name = $1', [name])
    if (!store) throw new Error('the store of the public roots was not written')
    return store.id
  })
}
