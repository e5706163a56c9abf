import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { severities } from '#lib/core/severity.ts'
import { type DecidedState, lapse, needsApproval } from './lapse.ts'
import type { FindingChange } from './reconcile.ts'

const now = new Date('2026-11-23T12:00:00Z')
const past = new Date(now.getTime() - 1)
const ahead = new Date(now.getTime() + 1)

function finding(change: Partial<DecidedState> = {}): DecidedState {
  return {
    id: 'finding-1',
    checkId: 'check',
    subjectKind: 'endpoint',
    subjectId: 'endpoint-1',
    status: 'open',
    severity: 'medium',
    acceptedUntil: null,
    evidence: {},
    proposalUntil: null,
    ...change,
  }
}

const rise: FindingChange = {
  kind: 'update',
  findingId: 'finding-1',
  severity: 'high',
  previousSeverity: 'medium',
  evidence: {},
}
const fall: FindingChange = { ...rise, severity: 'low' }
const resolve: FindingChange = { kind: 'resolve', findingId: 'finding-1', because: 'passed' }

describe('an acceptance', () => {
  test('ends at its date although its check can’t be assessed, that instant included', () => {
    for (const acceptedUntil of [past, now, null]) {
      expect(lapse([finding({ status: 'accepted', acceptedUntil })], [], now, null)).toEqual([
        { kind: 'acceptance', findingId: 'finding-1', because: 'acceptance-expired', severity: 'medium' },
      ])
    }
    expect(lapse([finding({ status: 'accepted', acceptedUntil: ahead })], [], now, 'low')).toEqual([])
  })
  test('is left to what a verdict did already', () => {
    const reopen: FindingChange = {
      kind: 'reopen',
      findingId: 'finding-1',
      because: 'acceptance-expired',
      severity: 'high',
      evidence: {},
    }
    for (const change of [reopen, resolve]) {
      expect(lapse([finding({ status: 'accepted', acceptedUntil: past })], [change], now, 'high')).toEqual([])
    }
  })
  test('that nobody had to approve ends where the severity comes to need it', () => {
    const accepted = finding({ status: 'accepted', acceptedUntil: ahead })
    expect(lapse([accepted], [rise], now, 'high')).toMatchObject([{ because: 'severity-rose', severity: 'high' }])
    expect(lapse([accepted], [rise], now, 'critical')).toEqual([])
    expect(lapse([accepted], [rise], now, 'medium')).toEqual([])
    expect(lapse([accepted], [rise], now, null)).toEqual([])
  })
  test('ends with the certificate that it was given for: what a successor does nobody accepted', () => {
    const of = (...hashes: string[]) => ({ leaves: hashes.map((certificateSha256) => ({ certificateSha256 })) })
    const [first, second] = ['a', 'b'].map((digit) => digit.repeat(64))
    const accepted = finding({ status: 'accepted', acceptedUntil: ahead, evidence: of(`${first}`) })
    const seen = (...hashes: string[]): FindingChange => ({ ...fall, evidence: of(...hashes) })
    const because = (change: FindingChange) => lapse([accepted], [change], now, null).map((one) => one.because)
    expect(because(seen(`${second}`))).toEqual(['certificate-changed'])
    expect(because(seen(`${first}`, `${second}`))).toEqual(['certificate-changed'])
    expect(because(seen(`${first}`))).toEqual([])
    expect(because(seen())).toEqual([])
  })
})

test('a false positive that no administrator had to call one ends where the severity comes to need it', () => {
  const called = finding({ status: 'false_positive' })
  expect(lapse([called], [rise], now, 'high')).toEqual([
    { kind: 'false-positive', findingId: 'finding-1', because: 'severity-rose', severity: 'high' },
  ])
  expect(lapse([called], [rise], now, 'medium')).toEqual([])
  expect(lapse([called], [rise], now, null)).toEqual([])
  expect(lapse([called], [fall], now, 'medium')).toEqual([])
})

describe('a proposal', () => {
  const waiting = finding({ proposalUntil: ahead })
  test.each([
    ['stays where nothing changed', waiting, [], []],
    ['stays where the severity fell', waiting, [fall], []],
    ['lapses where the severity rose', waiting, [rise], ['severity-rose']],
    ['lapses where the finding is resolved', waiting, [resolve], ['resolved']],
    ['lapses at its end', finding({ proposalUntil: now }), [], ['ended']],
    ['of something else stays', waiting, [{ ...rise, findingId: 'finding-2' }], []],
  ])('%s', (_name, state, changes, expected) => {
    expect(lapse([state], changes, now, null).map(({ because }) => because)).toEqual(expected)
  })
})

test('nothing that is accepted after all is beyond its date, and nothing that waits is', () => {
  const states = fc.record({
    status: fc.constantFrom('open', 'acknowledged', 'accepted', 'false_positive', 'resolved'),
    severity: fc.constantFrom(...severities),
    acceptedUntil: fc.constantFrom(null, past, now, ahead),
    proposalUntil: fc.constantFrom(null, past, now, ahead),
  })
  fc.assert(
    fc.property(
      states,
      fc.constantFrom(null, ...severities),
      fc.constantFrom<FindingChange[][]>([], [rise], [fall]),
      (state, from, changes) => {
        const before = finding(state)
        const lapses = lapse([before], changes, now, from)
        const accepted = before.status === 'accepted' && !lapses.some(({ kind }) => kind === 'acceptance')
        if (accepted) expect(before.acceptedUntil && before.acceptedUntil > now).toBe(true)
        const waits = before.proposalUntil !== null && !lapses.some(({ kind }) => kind === 'proposal')
        if (waits) expect(before.proposalUntil && before.proposalUntil > now).toBe(true)
        if (accepted && changes[0]?.kind === 'update' && needsApproval(changes[0].severity, from))
          expect(needsApproval(before.severity, from)).toBe(true)
      },
    ),
  )
})
