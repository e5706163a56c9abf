import { describe, expect, test } from 'vitest'
import type { Policy } from '#lib/checks/policy.ts'
import { policyFields } from './policy-fields.ts'
import { policyTexts, readPolicyTexts } from './policy-texts.ts'
import { policySource, policyWords } from './policy-words.ts'

const whole: Required<Policy> = {
  allowedNames: ['a.example.com', 'b.example.com'],
  allowedIssuers: ['a'.repeat(64)],
  pins: ['0'.repeat(64)],
  issuerPins: ['1'.repeat(64)],
  spiffePaths: ['/ns/pay/sa/*'],
  trustDomains: ['prod.example.com'],
  mtls: 'required',
  rotationIntervalSeconds: 90 * 86_400,
  maxValiditySeconds: 2_592_061,
  expiryWarnShare: 0.33333,
  expiryUrgentShare: 0.1,
  minProtocol: 'TLSv1.3',
  tlsProfile: 'mozilla-modern',
  revocationMaxAgeSeconds: 5 * 86_400,
  revocationEvidence: 'required',
  scanIntervalSeconds: 600,
  scanDepth: 'inventory',
  postureIntervalSeconds: 86_400,
  mtlsIntervalSeconds: 172_800,
  severityOverrides: { 'validity-expired': 'low' },
  dueDays: { critical: 3, info: null },
}

const empty = policyTexts({})

test('the form shows every rule, and gives back what it showed', () => {
  expect(policyFields.map(({ key }) => key).sort()).toEqual(Object.keys(whole).sort())
  expect(readPolicyTexts(policyTexts(whole))).toEqual({ policy: whole })
  const learned = { rotationIntervalSeconds: 'learned', allowedIssuers: [] } as const
  expect(readPolicyTexts(policyTexts({ ...learned, allowedIssuers: [] }))).toEqual({ policy: learned })
})

test('a rule that the form leaves empty is left to the environment', () => {
  expect(readPolicyTexts(empty)).toEqual({ policy: {} })
  expect(policySource('mtls', {}, { mtls: 'none' })).toBe('environment')
  expect(policySource('mtls', { mtls: 'required' }, { mtls: 'none' })).toBe('identity')
  expect(policySource('mtls', {}, null)).toBe('default')
})

describe('what people write', () => {
  test.each([
    ['90 d', 7_776_000],
    ['1,000 d', 86_400_000],
    ['1 d 12 h', 129_600],
    ['30min', 1800],
  ])('%s is a length of time', (text, seconds) => {
    expect(readPolicyTexts({ ...empty, rotationIntervalSeconds: text })).toEqual({
      policy: { rotationIntervalSeconds: seconds },
    })
  })

  test.each(['soon', '90', '3 d or so', '-1 d'])('%s is none, and is told by its field', (text) => {
    const read = readPolicyTexts({ ...empty, rotationIntervalSeconds: text })
    expect('problems' in read && read.problems.get('rotationIntervalSeconds')).toMatch(/90 d/)
  })

  test('a fingerprint may have colons and capitals; a wrong one is named by its line', () => {
    const good = 'AB:'.repeat(31).concat('AB')
    expect(readPolicyTexts({ ...empty, pins: good })).toEqual({ policy: { pins: ['ab'.repeat(32)] } })
    const read = readPolicyTexts({ ...empty, pins: `${good}\nnonsense` })
    expect('problems' in read && read.problems.get('pins')).toMatch(/^line 2/)
  })
})

test('a list that is said to be empty is no list that is not said', () => {
  const field = policyFields.find(({ key }) => key === 'allowedIssuers')
  expect(field && policyWords(field, [])).toBe('none at all')
  expect(field && policyWords(field, null)).toBe('any under the trust store')
})

test('urgent can’t begin before near, and days are whole', () => {
  const shares = readPolicyTexts({ ...empty, expiryWarnShare: '5', expiryUrgentShare: '6' })
  expect('problems' in shares && shares.problems.has('expiryUrgentShare')).toBe(true)
  const days = readPolicyTexts({ ...empty, dueDays: 'high: soon' })
  expect('problems' in days && days.problems.get('dueDays')).toMatch(/3650/)
})
