import type { ReportRowKind, ReportRows } from './report-snapshot.ts'

/** Of one judgement or finding, in the order of its part: plain ASCII, so that every comparison of text agrees on it. */
export function subjectKey({
  checkId,
  subjectKind,
  subjectId,
}: {
  readonly checkId: string
  readonly subjectKind: string
  readonly subjectId: string
}): string {
  return `${checkId} ${subjectKind} ${subjectId}`
}

/** By which the rows of each part stand in order, each key once. */
export const rowKeys: { readonly [Kind in ReportRowKind]: (row: ReportRows[Kind]) => string } = {
  verdict: subjectKey,
  finding: subjectKey,
  observation: ({ id }) => id,
  certificate: ({ sha256 }) => sha256,
}

export interface Joined<Left, Right> {
  readonly key: string
  readonly left: Left | undefined
  readonly right: Right | undefined
}

/** Two streams in the order of their keys, side by side: each key that either has, once. Holds one row of each. */
export async function* outerJoin<Left, Right>(
  left: AsyncIterable<Left>,
  right: AsyncIterable<Right>,
  keyOfLeft: (row: Left) => string,
  keyOfRight: (row: Right) => string,
): AsyncGenerator<Joined<Left, Right>> {
  const [lefts, rights] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()]
  try {
    let [one, other] = await Promise.all([lefts.next(), rights.next()])
    while (one.done !== true || other.done !== true) {
      const leftKey = one.done === true ? null : keyOfLeft(one.value)
      const rightKey = other.done === true ? null : keyOfRight(other.value)
      const isLeft = leftKey !== null && (rightKey === null || leftKey <= rightKey)
      const isRight = rightKey !== null && (leftKey === null || rightKey <= leftKey)
      yield {
        key: (isLeft ? leftKey : rightKey) ?? '',
        left: isLeft && one.done !== true ? one.value : undefined,
        right: isRight && other.done !== true ? other.value : undefined,
      }
      if (isLeft) one = await lefts.next()
      if (isRight) other = await rights.next()
    }
  } finally {
    await Promise.all([lefts.return?.(), rights.return?.()])
  }
}
