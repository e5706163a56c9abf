import type { FindingChange, VerdictChange } from './compare-verdicts.ts'

/** Whether anything became worse between two reports. `unknown`: it can't be told; that is never `ok`. */
export const compareAnswers = ['ok', 'worse', 'unknown'] as const

export interface CompareAnswer {
  readonly answer: (typeof compareAnswers)[number]
  /** In words; empty for `ok`. */
  readonly because: readonly string[]
}

export interface Compared {
  /** Of the same scope, and the later one holds every framework and check of the earlier. */
  readonly sameQuestion: boolean
  readonly verdicts: Readonly<Record<VerdictChange, number>>
  readonly findings: Readonly<Record<FindingChange, number>>
  /** Findings that were opened by checks that the earlier report lacks, and on subjects that it lacks. */
  readonly opened: { readonly byNewChecks: number; readonly onNewSubjects: number }
}

/**
 * What a pipeline is told. A check that came with another version makes no estate worse, and neither does a subject that
 * only another scope brings; what both hold and what is new in the same scope does.
 */
export function compareAnswer({ sameQuestion, verdicts, findings, opened }: Compared): CompareAnswer {
  const added = findings.opened - opened.byNewChecks - (sameQuestion ? 0 : opened.onNewSubjects)
  const worse = [
    ...told(verdicts.worse, 'judgement fails now or weighs more', 'judgements fail now or weigh more'),
    ...told(added, 'finding was opened', 'findings were opened'),
    ...told(findings['exception-ended'], 'finding is excepted no more', 'findings are excepted no more'),
  ]
  if (worse.length > 0) return { answer: 'worse', because: worse }
  const unknown = [
    ...(sameQuestion ? [] : ['the two reports ask different questions']),
    ...told(
      verdicts['unknown-now'],
      'judgement that was known is not assessed now',
      'judgements that were known are not assessed now',
    ),
  ]
  return unknown.length > 0 ? { answer: 'unknown', because: unknown } : { answer: 'ok', because: [] }
}

function told(count: number, one: string, many: string): string[] {
  return count > 0 ? [`${count} ${count === 1 ? one : many}`] : []
}
