import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { type ChangeTarget, changeFindings } from './change-findings.ts'
import type { FindingChange } from './finding-change.ts'

export type Changed = 'changed' | 'proposed' | 'unchanged'

/** `makeChange`, telling whether anything changed. */
export async function changeFinding(
  principal: Principal,
  target: ChangeTarget,
  change: FindingChange,
  now: Date = new Date(),
): Promise<boolean> {
  return (await makeChange(principal, target, change, now)) !== 'unchanged'
}

/**
 * Makes one change to one finding, and tells what came of it: an acceptance may become a proposal. Throws `forbidden`
 * below analyst, `not-found`, `invalid-input` where the finding or a limit does not allow it, `conflict` where it was
 * changed since `updatedAt`.
 */
export async function makeChange(
  principal: Principal,
  target: ChangeTarget,
  change: FindingChange,
  now: Date = new Date(),
): Promise<Changed> {
  const [result] = await changeFindings(principal, [target], change, now)
  switch (result?.outcome) {
    case 'changed':
    case 'proposed':
    case 'unchanged':
      return result.outcome
    case 'conflict':
      throw new AppError('conflict', result.problem)
    case 'refused':
      throw new AppError('invalid-input', result.problem)
    default:
      throw new AppError('not-found', 'There is no such finding.')
  }
}
