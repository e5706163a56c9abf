import { expect, test } from 'vitest'
import { listedEffects, mergeEffects, type PolicyEffects } from './policy-effects.ts'

function part(name: string, changed: number, change: Partial<PolicyEffects> = {}): PolicyEffects {
  const identity = { id: name, name }
  const failed = { outcome: 'fail', severity: 'low', reason: null } as const
  const passed = { outcome: 'pass', severity: null, reason: null } as const
  return {
    answering: { identities: 3, endpoints: 4 },
    judged: { identities: 1, endpoints: 2, verdicts: 10 },
    changed: { verdicts: changed, identities: 1 },
    checks: [{ checkId: 'shared', title: 'Shared', begin: changed, cease: 1, other: 0 }],
    identities: [{ identity, changed, ladder: [], proven: null }],
    verdicts: Array.from({ length: changed }, (_, at) => ({
      checkId: 'shared',
      title: 'Shared',
      subjectId: `${name} ${at}`,
      endpoint: null,
      from: passed,
      to: failed,
      identity,
    })),
    ladder: [{ rung: 'mutual', from: 'pass', to: 'fail', identities: 1 }],
    proven: { gained: 0, lost: 1 },
    next: null,
    ...change,
  }
}

const parts = [
  part('a.example', 2, { next: 1 }),
  part('b.example', 5, { next: 2, checks: [{ checkId: 'own', title: 'Own', begin: 0, cease: 0, other: 9 }] }),
  part('c.example', 5),
] as const

test('parts of one preview add up, most changes first, and the last one tells whether there is more', () => {
  const [first, second] = parts
  const both = mergeEffects(first, second)
  expect(both).toMatchObject({
    answering: { identities: 3, endpoints: 4 },
    judged: { identities: 2, endpoints: 4, verdicts: 20 },
    changed: { verdicts: 7, identities: 2 },
    ladder: [{ rung: 'mutual', from: 'pass', to: 'fail', identities: 2 }],
    proven: { gained: 0, lost: 2 },
    next: 2,
  })
  expect(both.checks.map(({ checkId }) => checkId)).toEqual(['own', 'shared'])
  expect(both.identities.map(({ identity }) => identity?.name)).toEqual(['b.example', 'a.example'])
  expect(both.verdicts).toEqual([...first.verdicts, ...second.verdicts])
})

test('it does not matter which of them are put together first', () => {
  const [first, second, third] = parts
  const whole = mergeEffects(mergeEffects(first, second), third)
  expect(mergeEffects(first, mergeEffects(second, third))).toEqual(whole)
  expect(whole.checks).toEqual([
    { checkId: 'own', title: 'Own', begin: 0, cease: 0, other: 9 },
    { checkId: 'shared', title: 'Shared', begin: 7, cease: 2, other: 0 },
  ])
  expect(whole.identities.map(({ identity }) => identity?.name)).toEqual(['b.example', 'c.example', 'a.example'])
})

test('all are counted, and no more are listed than is said', () => {
  const many = mergeEffects(part('a.example', listedEffects), part('b.example', listedEffects))
  expect(many.changed.verdicts).toBe(2 * listedEffects)
  expect(many.verdicts).toHaveLength(listedEffects)
})
