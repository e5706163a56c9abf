import type { PreviewedVerdict, RungMove } from '#lib/checks/policy-effects.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { compareJudged } from '../policies/compare-judged.ts'
import { judgeSupposed } from '../policies/judge-supposed.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { writePolicy } from '../policies/write-policy.ts'
import { requireRole } from '../require-role.ts'

export interface PolicyPreview {
  /** Verdicts judged, over the identity and its endpoints. */
  readonly judged: number
  /** Those whose outcome, severity or reason would be another; worse ones first. */
  readonly changes: readonly PreviewedVerdict[]
  /** Rungs whose state would be another. */
  readonly ladder: readonly RungMove[]
  readonly proven: { readonly from: boolean; readonly to: boolean }
}

/**
 * What setting this policy would change, judged now from what is recorded; writes nothing and scans nothing. The trust
 * store stays where it is left out. Throws `forbidden` below analyst, `not-found`, `invalid-input` for what is no policy.
 */
export async function previewPolicy(
  principal: Principal,
  identityId: string,
  input: unknown,
  { trustStoreId, now = new Date() }: { readonly trustStoreId?: string | null | undefined; readonly now?: Date } = {},
): Promise<PolicyPreview> {
  requireRole(principal, 'analyst')
  const policy = readPolicy(input)
  const ref = { kind: 'identity', id: identityId } as const
  const { before, after } = await judgeSupposed(async (tx) => {
    await writePolicy(tx, principal, ref, { policy, trustStoreId })
    return { identityIds: [identityId], endpointIds: [] }
  }, now)
  const [was] = before.values()
  const [is] = after.values()
  if (!was || !is) throw new AppError('not-found', 'There is no such identity.')
  const { judged, verdicts: changes, ladder, proven } = compareJudged(was, is)
  return { judged, changes, ladder, proven: proven ?? { from: false, to: false } }
}
