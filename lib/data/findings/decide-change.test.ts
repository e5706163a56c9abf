import fc from 'fast-check'
import { expect, test } from 'vitest'
import { needsApproval } from '#lib/checks/lapse.ts'
import { severities } from '#lib/core/severity.ts'
import { dayMs } from '#lib/core/time.ts'
import { acceptanceLimit } from './acceptance.ts'
import { type Authority, decideChange, type FindingBefore } from './decide-change.ts'
import { type FindingChange, findingChange } from './finding-change.ts'

const start = new Date('2026-11-23T12:00:00Z')
const inDays = (days: number) => new Date(start.getTime() + days * dayMs)

/** Whoever acts: two analysts, two administrators, and a token of each kind whose maker is one of them or is gone. */
const actors = {
  ana: { personId: 'ana', administrator: false },
  ben: { personId: 'ben', administrator: false },
  ada: { personId: 'ada', administrator: true },
  bob: { personId: 'bob', administrator: true },
  'token of ada': { personId: 'ada', administrator: false },
  'admin token of bob': { personId: 'bob', administrator: true },
  'orphaned admin token': { personId: null, administrator: true },
} as const

const change = fc.oneof(
  fc.record({
    action: fc.constant('accept' as const),
    until: fc.integer({ min: -2, max: 400 }).map(inDays),
    reason: fc.constantFrom('a', 'b'),
  }),
  fc.constantFrom<FindingChange[]>(
    { action: 'approve', note: undefined },
    { action: 'decline', reason: 'no' },
    { action: 'acknowledge', note: undefined },
    { action: 'reopen', note: undefined },
    { action: 'assign', assigneeId: 'ana' },
    { action: 'comment', text: 'x' },
  ),
)

const step = fc.record({
  actor: fc.constantFrom(...Object.values(actors)),
  change,
  day: fc.integer({ min: 0, max: 30 }),
  severity: fc.constantFrom(...severities),
})

/** What the database would hold after a change that was decided. */
function apply(
  before: FindingBefore,
  authority: Authority,
  change: FindingChange,
  outcome: string,
  now: Date,
): FindingBefore {
  if (outcome === 'proposed' && change.action === 'accept') {
    const { until, reason } = change
    return { ...before, proposal: { until, reason, byId: authority.personId, byName: '', at: now } }
  }
  if (outcome !== 'changed') return before
  switch (change.action) {
    case 'accept':
      return { ...before, status: 'accepted', acceptedUntil: change.until, reason: change.reason, proposal: null }
    case 'approve':
      return {
        ...before,
        status: 'accepted',
        acceptedUntil: before.proposal?.until ?? null,
        reason: before.proposal?.reason ?? null,
        proposal: null,
      }
    case 'decline':
      return { ...before, proposal: null }
    case 'acknowledge':
      return { ...before, status: 'acknowledged' }
    case 'reopen':
      return { ...before, status: 'open', acceptedUntil: null, reason: null }
    default:
      return before
  }
}

test.each([
  ['two administrators', (personId: string | null) => ['ada', 'bob'].some((id) => id !== personId)],
  ['one administrator', (personId: string | null) => personId !== 'ada'],
])(
  'no sequence of changes silences a finding without another person where one is needed, nor beyond its limit: %s',
  (_name, othersThan) => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 15 }),
        fc.constantFrom(null, ...severities),
        fc.option(fc.integer({ min: 1, max: 500 })),
        (steps, approvalFrom, certificateDays) => {
          let finding: FindingBefore = {
            status: 'open',
            severity: 'medium',
            assigneeId: null,
            acceptedUntil: null,
            reason: null,
            proposal: null,
          }
          let day = 0
          for (const { actor, change, severity, day: later } of steps) {
            day += later
            const now = inDays(day)
            const limit = acceptanceLimit(certificateDays === null ? [] : [inDays(certificateDays)], now)
            const authority: Authority = { ...actor, otherAdministrators: othersThan(actor.personId), approvalFrom }
            finding = { ...finding, severity }
            const { outcome } = decideChange(finding, change, { limit, authority, now })
            const silenced = outcome === 'changed' && (change.action === 'accept' || change.action === 'approve')
            const proposedBy = change.action === 'approve' ? (finding.proposal?.byId ?? null) : authority.personId
            finding = apply(finding, authority, change, outcome, now)
            if (!silenced) continue
            const sole = authority.administrator && !authority.otherAdministrators
            expect(finding.status).toBe('accepted')
            expect(finding.acceptedUntil && finding.acceptedUntil > now && finding.acceptedUntil <= limit.latest).toBe(
              true,
            )
            if (change.action === 'approve') expect(authority.administrator).toBe(true)
            if (needsApproval(severity, approvalFrom) && !sole) {
              expect(change.action).toBe('approve')
              expect(authority.personId).not.toBeNull()
              expect(authority.personId).not.toBe(proposedBy)
            }
          }
        },
      ),
      { numRuns: 500 },
    )
  },
)

const open: FindingBefore = {
  status: 'open',
  severity: 'high',
  assigneeId: null,
  acceptedUntil: null,
  reason: null,
  proposal: null,
}
const limit = acceptanceLimit([], start)
const accept = findingChange.parse({ action: 'accept', until: inDays(5).toISOString(), reason: 'why' })
const approve = findingChange.parse({ action: 'approve' })
const noFault = findingChange.parse({ action: 'false-positive', reason: 'why' })
const decide = (
  before: Partial<FindingBefore>,
  change: FindingChange,
  actor: Omit<Authority, 'approvalFrom' | 'otherAdministrators'>,
  otherAdministrators = true,
  now = start,
) =>
  decideChange({ ...open, ...before }, change, {
    limit,
    authority: { ...actor, otherAdministrators, approvalFrom: 'high' },
    now,
  })

const proposed = { until: inDays(5), reason: 'why', byId: 'ana', byName: 'Ana', at: start }

test.each([
  ['an analyst accepts what is below', { severity: 'medium' }, accept, actors.ana, 'changed'],
  ['an analyst proposes from there on', {}, accept, actors.ana, 'proposed'],
  ['so does an administrator where there is another', {}, accept, actors.ada, 'proposed'],
  ['the same proposal again', { proposal: proposed }, accept, actors.ana, 'unchanged'],
  ['somebody else’s of the same words is another', { proposal: proposed }, accept, actors.ben, 'proposed'],
  ['an analyst calls no fault what is below', { severity: 'medium' }, noFault, actors.ana, 'changed'],
  ['but nothing from there on', {}, noFault, actors.ana, 'refused'],
  ['which an administrator does', {}, noFault, actors.ada, 'changed'],
  ['an administrator approves', { proposal: proposed }, approve, actors.ada, 'changed'],
  ['an analyst approves nothing', { proposal: proposed }, approve, actors.ben, 'refused'],
  ['nobody approves his own', { proposal: { ...proposed, byId: 'ada' } }, approve, actors.ada, 'refused'],
  [
    'nor what his token proposed',
    { proposal: { ...proposed, byId: 'bob' } },
    approve,
    actors['admin token of bob'],
    'refused',
  ],
  [
    'a token without a person approves nothing',
    { proposal: proposed },
    approve,
    actors['orphaned admin token'],
    'refused',
  ],
  ['nothing waits', {}, approve, actors.ada, 'refused'],
  ['what is resolved', { status: 'resolved', proposal: proposed }, approve, actors.ada, 'refused'],
  ['what is called no fault', { status: 'false-positive', proposal: proposed }, approve, actors.ada, 'refused'],
] as const)('%s', (_name, before, change, actor, outcome) => {
  expect(decide(before, change, actor).outcome).toBe(outcome)
})

test('the only administrator accepts by himself, and approves what he proposed when there was another', () => {
  expect(decide({}, accept, actors.ada, false).outcome).toBe('changed')
  expect(decide({ proposal: { ...proposed, byId: 'ada' } }, approve, actors.ada, false).outcome).toBe('changed')
  expect(decide({}, accept, actors.ana, false).outcome).toBe('proposed')
})

test('what was proposed is not approved after its end', () => {
  expect(decide({ proposal: proposed }, approve, actors.ada, true, inDays(5)).outcome).toBe('refused')
})

test('an administrator declines, and who proposed takes it back', () => {
  const decline = findingChange.parse({ action: 'decline', reason: 'no' })
  const by = (actor: Omit<Authority, 'approvalFrom' | 'otherAdministrators'>) =>
    decide({ proposal: proposed }, decline, actor).outcome
  expect([by(actors.ada), by(actors.ana), by(actors.ben)]).toEqual(['changed', 'changed', 'refused'])
})
