import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { storableText } from '../storable.ts'
import { isUuid } from '../uuid.ts'
import { markEnvironmentDue } from './mark-environment-due.ts'

export interface CryptographyReview {
  readonly reviewedAt: Date | null
  readonly reviewedBy: string | null
}

/** Null where nobody has said that there was one. Throws `forbidden`, `not-found`. */
export async function getReview(principal: Principal, environmentId: string): Promise<CryptographyReview> {
  requireRole(principal, 'viewer')
  const [found] = isUuid(environmentId)
    ? await rows<{ reviewedAt: Date | null; reviewedBy: string | null }>(
        pool(),
        'SELECT reviewed_at AS "reviewedAt", reviewed_by AS "reviewedBy" FROM environment WHERE id = $1',
        [environmentId],
      )
    : []
  return found ?? refuseUnknown()
}

/**
 * Puts on record that an environment's suites and protocols were reviewed, when and by whom, and makes what answers to it
 * due. Throws `forbidden` below analyst, `not-found`, `invalid-input` for a day to come.
 */
export async function recordReview(
  principal: Principal,
  environmentId: string,
  review: { readonly at: Date; readonly by?: string },
  now: Date = new Date(),
): Promise<void> {
  requireRole(principal, 'analyst')
  const by = storableText(review.by?.trim() || principal.name).slice(0, 200)
  if (!(review.at <= now) || review.at.getUTCFullYear() < 2000) {
    const problem = 'a day that has been'
    throw new AppError('invalid-input', `The review: ${problem}`, { problems: [{ at: 'at', problem }] })
  }
  await inTransaction(async (tx) => {
    const [found] = isUuid(environmentId)
      ? await rows<{ before: Date | null }>(
          tx,
          'SELECT reviewed_at AS before FROM environment WHERE id = $1 FOR UPDATE',
          [environmentId],
        )
      : []
    if (!found) refuseUnknown()
    await tx.query('UPDATE environment SET reviewed_at = $2, reviewed_by = $3 WHERE id = $1', [
      environmentId,
      review.at,
      by,
    ])
    await markEnvironmentDue(tx, environmentId)
    const detail = { at: review.at, by, before: found?.before ?? null }
    await audit(tx, principal, 'environment.review', { type: 'environment', id: environmentId }, detail)
  })
}

function refuseUnknown(): never {
  throw new AppError('not-found', 'There is no such environment')
}
