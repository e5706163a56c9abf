import { expect, test } from 'vitest'
import type { Severity } from '#lib/core/severity.ts'
import { type Check, defineEndpointCheck } from './contract.ts'
import { loweredBelowApproval, type Worth, weigh } from './weigh.ts'

const check: Check = defineEndpointCheck({
  id: 'sample',
  group: 'chain-and-trust',
  title: 'Sample',
  why: '',
  fix: '',
  severities: { bad: 'high', worse: 'critical', mild: 'low' },
  needs: ['handshake'],
  references: [],
  controls: [],
  evaluate: () => ({ outcome: 'not-applicable', reason: '' }),
})
const find = (id: string) => (id === check.id ? check : null)
const worth = (production: boolean, criticality: Worth['criticality'] = 'medium') => ({
  criticality,
  environment: { production },
})
const weighing = (set?: Severity, identity: Worth | null = worth(true)) => ({
  identity,
  severityOverrides: set === undefined ? {} : { sample: set },
})
const lowered = (before: ReturnType<typeof weighing>, after: ReturnType<typeof weighing>, facing = [false]) =>
  loweredBelowApproval(before, after, facing, 'high', find)

test('a policy’s word goes before grade and escalation, and what it replaces is told', () => {
  const exposed = worth(true, 'critical')
  expect(weigh(check, 'bad', exposed, true, weighing())).toEqual({ severity: 'critical', otherwise: null })
  expect(weigh(check, 'bad', exposed, true, weighing('low'))).toEqual({ severity: 'low', otherwise: 'critical' })
  expect(weigh(check, 'bad', worth(false), false, weighing())).toEqual({ severity: 'medium', otherwise: null })
})

test('lowered is what needed an approval and by a policy’s word, come or gone, no longer does', () => {
  expect(lowered(weighing(), weighing('medium'))).toEqual([{ checkId: 'sample', from: 'critical', to: 'medium' }])
  // The mild grade weighed high as long as the policy said so.
  expect(lowered(weighing('high'), weighing())).toEqual([{ checkId: 'sample', from: 'high', to: 'low' }])
  expect(lowered(weighing('critical'), weighing('high'))).toEqual([])
  expect(lowered(weighing('medium'), weighing('info'))).toEqual([])
  expect(lowered(weighing('low'), weighing())).toEqual([])
  expect(loweredBelowApproval(weighing(), weighing('info'), [false], null, find)).toEqual([])
})

test('what moves by worth or environment alone is not lowered, and a check that there is not weighs nothing', () => {
  expect(lowered(weighing(undefined, worth(true)), weighing(undefined, worth(false)))).toEqual([])
  const unknown = { identity: null, severityOverrides: { gone: 'info' } } as const
  expect(loweredBelowApproval(weighing(), unknown, [false], 'high', find)).toEqual([])
})

test('an escalation towards the internet counts where something faces it', () => {
  const medium = (id: string) => (id === check.id ? { ...check, severities: { only: 'medium' } as const } : null)
  const before = weighing(undefined, worth(true, 'high'))
  const after = weighing('medium', worth(true, 'high'))
  expect(loweredBelowApproval(before, after, [false], 'high', medium)).toEqual([])
  expect(loweredBelowApproval(before, after, [false, true], 'high', medium)).toHaveLength(1)
})
