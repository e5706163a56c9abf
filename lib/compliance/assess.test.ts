import { describe, expect, test } from 'vitest'
import { type Check, type ControlMapping, defineEndpointCheck } from '#lib/checks/contract.ts'
import { pass } from '#lib/checks/verdict.ts'
import { assessControl, assessFramework, type VerdictCount } from './assess.ts'
import { controlRows, type Framework } from './framework.ts'

const framework: Framework = {
  id: 'test',
  name: 'Test framework',
  version: '1',
  url: 'https://example.com/',
  identifiers: 'official',
  complete: true,
  note: null,
  controls: controlRows('https://example.com/', [
    { id: 'A', title: 'Mapped', oscalId: 'a', parent: 'G' },
    { id: 'B', title: 'Not mapped', oscalId: 'b' },
    { id: 'G', title: 'Group', oscalId: 'g', kind: 'category' },
    { id: 'W', title: 'Gone', oscalId: 'w', status: 'withdrawn' },
  ]),
}

function check(id: string, relation: ControlMapping['relation'], control = 'A'): Check {
  return defineEndpointCheck({
    id,
    group: 'validity-and-rotation',
    title: `title of ${id}`,
    why: 'why',
    fix: 'fix',
    severities: {},
    needs: [],
    references: [],
    controls: [{ framework: 'test', control, relation, rationale: 'because' }],
    evaluate: () => pass({}),
  })
}

function counts(checkId: string, outcomes: Partial<Record<VerdictCount['outcome'], number>>): VerdictCount[] {
  return (['pass', 'fail', 'not-applicable', 'not-assessed'] as const).flatMap((outcome) => {
    const count = outcomes[outcome]
    return count === undefined ? [] : [{ checkId, outcome, count, affected: count }]
  })
}

const both = [check('direct', 'direct'), check('supporting', 'supporting')]

function statusOf(verdicts: VerdictCount[], checks = both) {
  const [control] = framework.controls
  if (control === undefined) throw new Error('no control')
  const { status, reason } = assessControl(framework, control, verdicts, checks)
  return [status, reason]
}

describe('a control', () => {
  test('is satisfied where all checks judged all in scope and a direct one passed', () => {
    expect(statusOf([...counts('direct', { pass: 3 }), ...counts('supporting', { 'not-applicable': 3 })])).toEqual([
      'satisfied',
      null,
    ])
  })
  test('is not satisfied where any check fails, whatever else is unknown', () => {
    expect(
      statusOf([...counts('direct', { pass: 3, 'not-assessed': 9 }), ...counts('supporting', { fail: 1 })]),
    ).toEqual(['not-satisfied', '1 of 2 checks fail'])
  })
  test('is partly assessed where one check did not run, or one endpoint was not judged', () => {
    const reason = '1 of 2 checks could not judge all that is in scope'
    expect(statusOf(counts('direct', { pass: 3 }))).toEqual(['partly-assessed', reason])
    expect(
      statusOf([...counts('direct', { pass: 3, 'not-assessed': 1 }), ...counts('supporting', { pass: 4 })]),
    ).toEqual(['partly-assessed', reason])
  })
  test('is partly assessed where only supporting evidence passed', () => {
    expect(statusOf([...counts('direct', { 'not-applicable': 3 }), ...counts('supporting', { pass: 3 })])).toEqual([
      'partly-assessed',
      'only supporting or interpretive evidence',
    ])
  })
  test('is not assessed where nothing was judged, nothing applies, or no check speaks to it: never satisfied by absence', () => {
    expect(statusOf([])).toEqual(['not-assessed', 'none of its checks has judged anything'])
    expect(statusOf(counts('direct', { 'not-assessed': 5 }))).toEqual([
      'not-assessed',
      'none of its checks has judged anything',
    ])
    expect(statusOf(counts('direct', { 'not-applicable': 5 }))).toEqual([
      'not-assessed',
      'nothing in scope that its checks apply to',
    ])
    expect(statusOf(counts('direct', { pass: 5 }), [])).toEqual(['not-assessed', 'no check speaks to this control'])
  })
})

test('a control says how many of its checks ran, how many did not, and whom each failure affects', () => {
  const [assessed] = assessFramework(
    framework,
    counts('direct', { pass: 2, fail: 3, 'not-assessed': 4 }),
    both,
  ).controls
  expect(assessed?.counts).toEqual({
    checksMapped: 2,
    checksRan: 1,
    checksNotRun: 1,
    pass: 2,
    fail: 3,
    notApplicable: 0,
    notAssessed: 4,
  })
  expect(assessed?.checks).toMatchObject([
    { checkId: 'direct', relation: 'direct', rationale: 'because', affected: 3, ran: true },
    { checkId: 'supporting', ran: false, affected: 0 },
  ])
})

test('a framework scores its active controls alone, and its totals count each once', () => {
  const { controls, totals } = assessFramework(framework, counts('direct', { pass: 1 }), [
    check('direct', 'direct'),
    check('of-group', 'direct', 'G'),
  ])
  expect(controls.map(({ control }) => control.id)).toEqual(['A', 'B'])
  expect(totals).toEqual({ satisfied: 1, 'not-satisfied': 0, 'partly-assessed': 0, 'not-assessed': 1 })
})
