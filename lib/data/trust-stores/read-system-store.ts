import tls from 'node:tls'
import { AppError } from '#lib/core/errors.ts'
import { newId, sha256, toHex } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { readPem } from '#lib/x509/pem.ts'
import { settleAdvisories } from '../advisories/settle-advisories.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { markEndpointsOfStoresDue, markIdentitiesOfStoresDue } from './mark-stores-due.ts'
import { writeAnchors } from './write-anchors.ts'

export const systemStoreName = 'System roots'

export interface SystemStore {
  readonly id: string
  readonly anchors: number
  /** False: the store had this very content. */
  readonly changed: boolean
}

/**
 * Reads the certificates that the system of this server trusts into their store, and makes what answers to it due where
 * they are others than before. Its version is the digest of its content. Throws `forbidden` below admin, `unavailable`
 * where the system names no certificate, `conflict` where another store has its name.
 */
export async function readSystemStore(
  principal: Principal,
  now: Date = new Date(),
  load: () => readonly string[] = systemCertificates,
): Promise<SystemStore> {
  requireRole(principal, 'admin')
  const { certificates } = readPem(load().join('\n'))
  if (certificates.length === 0) {
    throw new AppError('unavailable', 'The system that this server runs on names no certificates; no store was made.')
  }
  const version = digestOf(certificates)
  return inTransaction(async (tx) => {
    const id = await place(tx, version, now)
    if (id === null) return unchanged(tx, version)
    await markEndpointsOfStoresDue(tx, [id])
    const { count, added, removed } = await writeAnchors(tx, id, certificates, now)
    await markIdentitiesOfStoresDue(tx, [id])
    await settleAdvisories(tx)
    const detail = { name: systemStoreName, version, anchors: count, added, removed }
    await audit(tx, principal, 'trust-store.read-system', { type: 'trust-store', id }, detail)
    return { id, anchors: count, changed: true }
  })
}

/** Node reads files and folders of the system on each start; what can't be read there leaves the list empty. */
function systemCertificates(): readonly string[] {
  return tls.getCACertificates('system')
}

function digestOf(certificates: readonly Uint8Array[]): string {
  const hashes = new Set(certificates.map((der) => toHex(sha256(der))))
  return `sha256 ${toHex(sha256([...hashes].toSorted().join('\n'))).slice(0, 16)}`
}

/** The id of the store to be filled; null where it has this version already, or where the name is another's. */
async function place(tx: Db, version: string, now: Date): Promise<string | null> {
  const [placed] = await rows<{ id: string }>(
    tx,
    `INSERT INTO trust_store (id, name, source, public_roots, as_of, version) VALUES ($1, $2, 'system', true, $3, $4)
     ON CONFLICT (name) DO UPDATE SET as_of = EXCLUDED.as_of, version = EXCLUDED.version
       WHERE trust_store.source = 'system' AND trust_store.version <> EXCLUDED.version RETURNING id`,
    [newId(), systemStoreName, now, version],
  )
  return placed?.id ?? null
}

async function unchanged(tx: Db, version: string): Promise<SystemStore> {
  const [store] = await rows<{ id: string; anchors: number }>(
    tx,
    `SELECT s.id, (SELECT count(*)::int FROM trust_anchor a WHERE a.trust_store_id = s.id) AS anchors
       FROM trust_store s WHERE s.name = $1 AND s.source = 'system' AND s.version = $2`,
    [systemStoreName, version],
  )
  if (!store)
    throw new AppError('conflict', `An uploaded store is named “${systemStoreName}”, as the system’s would be.`)
  return { ...store, changed: false }
}
