import type { Difference, WhatIfAnswer } from './answer.ts'
import { type Turn, turns } from './compare.ts'

/** A listed chain as a row of a file, with the names that the report keeps. */
export interface ExportedDifference extends Difference {
  readonly turn: Turn
  readonly leaf: string | null
  readonly pathBefore: string
  readonly pathAfter: string
  readonly judgedAt: Date
}

/** The listed chains of one kind, or of all. */
export async function* exportDifferences(answer: WhatIfAnswer, only?: Turn): AsyncGenerator<ExportedDifference> {
  const named = (path: readonly string[]) => path.map((sha256) => answer.certificates[sha256] ?? sha256).join(' → ')
  for (const turn of turns) {
    if (only !== undefined && only !== turn) continue
    for (const row of answer[turn].listed) {
      yield {
        ...row,
        turn,
        leaf: answer.certificates[row.leafSha256] ?? null,
        pathBefore: named(row.before.path),
        pathAfter: named(row.after.path),
        judgedAt: new Date(answer.judgedAt),
      }
    }
  }
}
