import { expect, test } from 'vitest'
import { type Compared, compareAnswer } from './compare-answer.ts'

const same: Compared = {
  sameQuestion: true,
  verdicts: {
    worse: 0,
    better: 3,
    'unknown-now': 0,
    'known-now': 2,
    other: 1,
    'new-subject': 5,
    'gone-subject': 1,
    'new-check': 4,
    'gone-check': 0,
  },
  findings: { opened: 0, resolved: 2, excepted: 1, 'exception-ended': 0, gone: 1 },
  opened: { byNewChecks: 0, onNewSubjects: 0 },
}
const answer = (change: Partial<Compared>) => compareAnswer({ ...same, ...change }).answer
const opened = (count: number) => ({ ...same.findings, opened: count })

test('what became better, known, or went makes nothing worse', () => {
  expect(compareAnswer(same)).toEqual({ answer: 'ok', because: [] })
})

test('a new failure, a new finding and an exception that ended are worse', () => {
  expect(answer({ verdicts: { ...same.verdicts, worse: 1 } })).toBe('worse')
  expect(answer({ findings: opened(1) })).toBe('worse')
  expect(answer({ findings: { ...same.findings, 'exception-ended': 1 } })).toBe('worse')
})

test('findings of a new subject are worse in the same scope alone; those of new checks never', () => {
  const newcomer = { findings: opened(2), opened: { byNewChecks: 0, onNewSubjects: 2 } }
  expect(answer(newcomer)).toBe('worse')
  expect(answer({ ...newcomer, sameQuestion: false })).toBe('unknown')
  expect(answer({ findings: opened(2), opened: { byNewChecks: 2, onNewSubjects: 0 } })).toBe('ok')
})

test('what is known no more, and another question, is never ok, and hides nothing that is worse', () => {
  const lost = { verdicts: { ...same.verdicts, 'unknown-now': 1 } }
  expect(compareAnswer({ ...same, ...lost, sameQuestion: false })).toEqual({
    answer: 'unknown',
    because: ['the two reports ask different questions', '1 judgement that was known is not assessed now'],
  })
  expect(answer({ verdicts: { ...lost.verdicts, worse: 1 } })).toBe('worse')
})
