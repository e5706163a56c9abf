import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Severity, severities } from '#lib/core/severity.ts'
import { compareVerdicts, type FindingChange, type ReportChange, type VerdictChange } from './compare-verdicts.ts'
import { subjectKey } from './report-rows.ts'
import type { FindingRow, VerdictRow } from './report-snapshot.ts'

const outcomes = ['pass', 'fail', 'not-applicable', 'not-assessed'] as const
const statuses = ['open', 'acknowledged', 'accepted', 'false-positive'] as const
/** Names of which one begins another: text and parts must give one order. */
const checkIds = ['key', 'key-kept', 'key-kept-long', 'mtls']

interface Small {
  readonly checkId: string
  readonly subjectId: string
  readonly outcome: (typeof outcomes)[number] | null
  readonly severity: Severity
  readonly status: (typeof statuses)[number] | null
}

const small: fc.Arbitrary<Small> = fc.record({
  checkId: fc.constantFrom(...checkIds),
  subjectId: fc.constantFrom('0', '1', '2', '3', 'a', 'b'),
  outcome: fc.option(fc.constantFrom(...outcomes)),
  severity: fc.constantFrom(...severities),
  status: fc.option(fc.constantFrom(...statuses)),
})

const report = fc
  .uniqueArray(small, { selector: keyOf, maxLength: 24 })
  .map((rows) => rows.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)))

test('two streams give what comparing every pair gives', async () => {
  await fc.assert(
    fc.asyncProperty(report, report, async (before, after) => {
      const changes = await Array.fromAsync(compareVerdicts(compared(before), compared(after)))
      const found = changes.flatMap(({ change }) => (change === null ? [] : [pick(change)]))
      expect(found).toEqual(naive(before, after))
      const keys = changes.map(({ key }) => key)
      expect(keys).toEqual([...new Set(keys)].toSorted())
    }),
    { numRuns: 500 },
  )
})

test('a report against itself has no change', async () => {
  await fc.assert(
    fc.asyncProperty(report, async (same) => {
      const changes = await Array.fromAsync(compareVerdicts(compared(same), compared(same)))
      expect(changes.every(({ change }) => change === null)).toBe(true)
    }),
  )
})

function keyOf({ checkId, subjectId }: Pick<Small, 'checkId' | 'subjectId'>): string {
  return subjectKey({ checkId, subjectKind: 'endpoint', subjectId })
}

function compared(rows: readonly Small[]) {
  return {
    checks: new Map(rows.map(({ checkId }) => [checkId, checkId])),
    verdicts: verdictsOf(rows),
    findings: findingsOf(rows),
  }
}

const subject = {
  subjectKind: 'endpoint',
  subjectName: '',
  identity: null,
  environment: null,
  owner: null,
  evidence: {},
  reason: null,
} as const

async function* verdictsOf(rows: readonly Small[]): AsyncGenerator<VerdictRow> {
  for (const { checkId, subjectId, outcome, severity } of rows) {
    if (outcome === null) continue
    const rest = { since: '', evaluatedAt: null, observedAt: null, observationIds: [], method: '', findingId: null }
    const own = { id: '', checkId, subjectId, outcome, certificateSha256: null }
    yield { ...subject, ...rest, ...own, severity: outcome === 'fail' ? severity : null }
  }
}

async function* findingsOf(rows: readonly Small[]): AsyncGenerator<FindingRow> {
  for (const { checkId, subjectId, status, severity } of rows) {
    if (status === null) continue
    const rest = { openedAt: '', dueAt: null, lastSeenAt: '', acceptedUntil: null, approver: null, assignee: null }
    yield { ...subject, ...rest, id: '', checkId, subjectId, status, severity }
  }
}

const pick = ({ key, verdict, finding }: ReportChange) => ({ key, verdict, finding })

function naive(before: readonly Small[], after: readonly Small[]) {
  const inBoth = (checkId: string) => [before, after].every((rows) => rows.some((row) => row.checkId === checkId))
  const keys = [...new Set([...before, ...after].map(keyOf))].toSorted()
  return keys.flatMap((key) => {
    const [old, now] = [before.find((row) => keyOf(row) === key), after.find((row) => keyOf(row) === key)]
    const missing = inBoth((now ?? old)?.checkId ?? '') ? 'subject' : 'check'
    const verdict = naiveVerdict(old, now, missing)
    const finding = naiveFinding(old?.status ?? null, now?.status ?? null, (now?.outcome ?? null) !== null)
    return verdict === null && finding === null ? [] : [{ key, verdict, finding }]
  })
}

function naiveVerdict(
  old: Small | undefined,
  now: Small | undefined,
  missing: 'subject' | 'check',
): VerdictChange | null {
  const [from, to] = [old?.outcome ?? 'none', now?.outcome ?? 'none']
  const grade = (row: Small | undefined) => severities.indexOf(row?.severity ?? 'info')
  const weighed = grade(old) === grade(now) ? null : grade(now) > grade(old) ? 'worse' : 'better'
  const table: Readonly<Record<string, VerdictChange | null>> = {
    'none none': null,
    'fail fail': weighed,
    'pass not-applicable': 'other',
    'not-applicable pass': 'other',
    'pass fail': 'worse',
    'not-applicable fail': 'worse',
    'fail pass': 'better',
    'fail not-applicable': 'better',
  }
  const known = table[`${from} ${to}`]
  if (known !== undefined) return known
  if (from === to) return null
  if (from === 'none') return `new-${missing}`
  if (to === 'none') return `gone-${missing}`
  return to === 'not-assessed' ? 'unknown-now' : 'known-now'
}

function naiveFinding(old: Small['status'], now: Small['status'], isJudged: boolean): FindingChange | null {
  const kind = (status: Small['status']) =>
    status === null ? 'none' : status === 'open' || status === 'acknowledged' ? 'active' : 'exception'
  const table: Readonly<Record<string, FindingChange>> = {
    'none active': 'opened',
    'none exception': 'opened',
    'active none': isJudged ? 'resolved' : 'gone',
    'exception none': isJudged ? 'resolved' : 'gone',
    'active exception': 'excepted',
    'exception active': 'exception-ended',
  }
  return table[`${kind(old)} ${kind(now)}`] ?? null
}
