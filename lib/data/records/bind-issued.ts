import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { endpointsOf } from '../evaluation/endpoints-of.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'

/**
 * Says by hand for which identity a certificate was issued; null for none. Throws `forbidden` below analyst, `not-found`
 * for a certificate that is no record, and for an identity that there is not.
 */
export async function bindIssued(
  principal: Principal,
  certificateId: string,
  identityId: string | null,
  now: Date = new Date(),
): Promise<void> {
  requireRole(principal, 'analyst')
  await inTransaction(async (tx) => {
    const before = await requireRecord(tx, certificateId)
    if (identityId !== null) {
      const found = isUuid(identityId) ? await rows(tx, 'SELECT 1 FROM identity WHERE id = $1', [identityId]) : []
      if (found.length === 0) throw new AppError('not-found', 'There is no such identity.')
    }
    await tx.query('UPDATE issued_certificate SET identity_id = $2 WHERE certificate_id = $1', [
      certificateId,
      identityId,
    ])
    const object = { type: 'issued-certificate', id: certificateId }
    await audit(tx, principal, 'issued-certificate.bind', object, { identityId, before })
    const identityIds = [...before, ...(identityId ? [identityId] : [])]
    await judgeOrMarkDue(tx, { endpointIds: await endpointsOf(tx, identityIds), identityIds }, now)
  })
}

/** Takes back that certificates were issued; they stay where scans saw them. Throws as `bindIssued` does. */
export async function removeIssued(principal: Principal, certificateId: string, now: Date = new Date()): Promise<void> {
  requireRole(principal, 'analyst')
  await inTransaction(async (tx) => {
    const identityIds = await requireRecord(tx, certificateId)
    await tx.query('DELETE FROM issued_certificate WHERE certificate_id = $1', [certificateId])
    await audit(tx, principal, 'issued-certificate.remove', { type: 'issued-certificate', id: certificateId })
    await judgeOrMarkDue(tx, { endpointIds: await endpointsOf(tx, identityIds), identityIds }, now)
  })
}

/** The identities that it was bound to. */
async function requireRecord(tx: Db, certificateId: string): Promise<string[]> {
  const found = isUuid(certificateId)
    ? await rows<{ identityId: string | null }>(
        tx,
        'SELECT identity_id AS "identityId" FROM issued_certificate WHERE certificate_id = $1 FOR UPDATE',
        [certificateId],
      )
    : []
  if (found.length === 0) throw new AppError('not-found', 'There is no such record.')
  return [...new Set(found.flatMap(({ identityId }) => identityId ?? []))]
}
