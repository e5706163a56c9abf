import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { severities } from '#lib/core/severity.ts'
import type { SettledVerdict } from './contract.ts'
import { type FindingChange, type FindingState, reconcile } from './reconcile.ts'

const now = new Date('2026-11-23T12:00:00Z')
const before = new Date(now.getTime() - 1)
const after = new Date(now.getTime() + 1)

function verdict(change: Partial<SettledVerdict> = {}): SettledVerdict {
  return {
    checkId: 'check',
    subjectKind: 'endpoint',
    subjectId: 'endpoint-1',
    outcome: 'fail',
    severity: 'high',
    reason: null,
    evidence: { seen: 1 },
    observationIds: [],
    certificateSha256: null,
    changesAt: null,
    ...change,
  }
}

function finding(change: Partial<FindingState> = {}): FindingState {
  return {
    id: 'finding-1',
    checkId: 'check',
    subjectKind: 'endpoint',
    subjectId: 'endpoint-1',
    status: 'open',
    severity: 'high',
    acceptedUntil: null,
    evidence: { seen: 1 },
    ...change,
  }
}

describe('a failing verdict', () => {
  test('opens where nothing is on record', () => {
    expect(reconcile([], [verdict()], now)).toMatchObject([{ kind: 'open', severity: 'high', evidence: { seen: 1 } }])
  })
  test('of another subject or check opens its own', () => {
    const others = [
      verdict({ subjectId: 'endpoint-2' }),
      verdict({ checkId: 'other' }),
      verdict({ subjectKind: 'identity' }),
    ]
    expect(reconcile([finding()], others, now).map(({ kind }) => kind)).toEqual(['open', 'open', 'open'])
  })
  test('reopens what was resolved', () => {
    expect(reconcile([finding({ status: 'resolved' })], [verdict()], now)).toMatchObject([
      { kind: 'reopen', because: 'failed-again' },
    ])
  })
  test('changes nothing where severity and evidence are the same, in whatever order the keys come', () => {
    const same = finding({ evidence: { b: [{ d: 1, c: 2 }], a: 1 } })
    expect(reconcile([same], [verdict({ evidence: { a: 1, b: [{ c: 2, d: 1 }] } })], now)).toEqual([])
  })
  test('updates another severity or evidence', () => {
    expect(reconcile([finding()], [verdict({ severity: 'low' })], now)).toMatchObject([
      { kind: 'update', severity: 'low', previousSeverity: 'high' },
    ])
    expect(reconcile([finding()], [verdict({ evidence: { seen: 2 } })], now)).toMatchObject([
      { kind: 'update', evidence: { seen: 2 } },
    ])
  })
  test('ends an acceptance at its date, that instant included, and one that has no date', () => {
    for (const acceptedUntil of [before, now, null]) {
      expect(reconcile([finding({ status: 'accepted', acceptedUntil })], [verdict()], now)).toMatchObject([
        { kind: 'reopen', because: 'acceptance-expired' },
      ])
    }
    expect(reconcile([finding({ status: 'accepted', acceptedUntil: after })], [verdict()], now)).toEqual([])
  })
  test('leaves a false positive what it is', () => {
    expect(reconcile([finding({ status: 'false_positive' })], [verdict()], now)).toEqual([])
  })
})

describe('a verdict that does not fail', () => {
  test('a pass resolves whatever is not resolved yet', () => {
    for (const status of ['open', 'acknowledged', 'accepted', 'false_positive'] as const) {
      expect(reconcile([finding({ status })], [verdict({ outcome: 'pass', severity: null })], now)).toEqual([
        { kind: 'resolve', findingId: 'finding-1', because: 'passed' },
      ])
    }
    expect(reconcile([finding({ status: 'resolved' })], [verdict({ outcome: 'pass', severity: null })], now)).toEqual(
      [],
    )
  })
  test('not applicable resolves all but a false positive', () => {
    const notApplicable = verdict({ outcome: 'not-applicable', severity: null, reason: 'why' })
    expect(reconcile([finding()], [notApplicable], now)).toMatchObject([{ kind: 'resolve', because: 'not-applicable' }])
    expect(reconcile([finding({ status: 'false_positive' })], [notApplicable], now)).toEqual([])
  })
})

const subjects = fc.constantFrom('endpoint-1', 'endpoint-2', 'endpoint-3')
const checks = fc.constantFrom('check', 'other')
const evidence = fc.record({ seen: fc.integer({ min: 0, max: 2 }) })
const keyOf = ({ checkId, subjectId }: { checkId: string; subjectId: string }) => `${checkId} ${subjectId}`

const findings = fc
  .uniqueArray(
    fc.record({
      checkId: checks,
      subjectId: subjects,
      status: fc.constantFrom('open', 'acknowledged', 'accepted', 'false_positive', 'resolved'),
      severity: fc.constantFrom(...severities),
      acceptedUntil: fc.constantFrom(null, before, now, after),
      evidence,
    }),
    { selector: keyOf },
  )
  .map((all) => all.map((each, index) => finding({ ...each, id: `finding-${index}` })))

const verdicts = fc
  .uniqueArray(
    fc.record({
      checkId: checks,
      subjectId: subjects,
      outcome: fc.constantFrom('pass', 'fail', 'not-applicable', 'not-assessed'),
      severity: fc.constantFrom(...severities),
      evidence,
    }),
    { selector: keyOf },
  )
  .map((all) => all.map((each) => verdict({ ...each, severity: each.outcome === 'fail' ? each.severity : null })))

test('once the changes are applied there is nothing left to change', () => {
  fc.assert(
    fc.property(findings, verdicts, (known, judged) => {
      const changed = apply(known, reconcile(known, judged, now))
      expect(reconcile(changed, judged, now)).toEqual([])
    }),
  )
})

test('what is not assessed changes nothing, whatever is on record', () => {
  fc.assert(
    fc.property(findings, verdicts, (known, judged) => {
      const silent = judged.map((each) =>
        verdict({ ...each, outcome: 'not-assessed', severity: null, reason: 'timeout' }),
      )
      expect(reconcile(known, silent, now)).toEqual([])
    }),
  )
})

test('a finding without a verdict is never touched', () => {
  fc.assert(
    fc.property(findings, (known) => {
      expect(reconcile(known, [], now)).toEqual([])
    }),
  )
})

function apply(known: readonly FindingState[], changes: readonly FindingChange[]): FindingState[] {
  const byId = new Map(known.map((each) => [each.id, each]))
  for (const change of changes) {
    if (change.kind === 'open') {
      const id = `opened ${keyOf(change.verdict)}`
      const { checkId, subjectKind, subjectId } = change.verdict
      byId.set(
        id,
        finding({ id, checkId, subjectKind, subjectId, severity: change.severity, evidence: change.evidence }),
      )
      continue
    }
    const old = byId.get(change.findingId)
    if (old === undefined) throw new Error(`change of an unknown finding ${change.findingId}`)
    if (change.kind === 'resolve') byId.set(old.id, { ...old, status: 'resolved' })
    else
      byId.set(old.id, {
        ...old,
        status: change.kind === 'reopen' ? 'open' : old.status,
        severity: change.severity,
        evidence: change.evidence,
      })
  }
  return [...byId.values()]
}
