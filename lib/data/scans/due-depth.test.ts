import { describe, expect, test } from 'vitest'
import { effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { dayMs } from '#lib/core/time.ts'
import { type AddressStanding, dueDepth } from './due-depth.ts'

const now = new Date('2026-11-23T12:00:00Z')
const ago = (days: number) => new Date(now.getTime() - days * dayMs)
const fresh: AddressStanding = {
  confirmed: true,
  postureAt: ago(1),
  mtlsAt: ago(1),
  clientCertificateRequested: false,
}
const due = (addresses: readonly Partial<AddressStanding>[], policy: Policy = {}) =>
  dueDepth(
    effectivePolicy(null, policy),
    addresses.map((one) => ({ ...fresh, ...one })),
    now,
  )

describe('the posture is due', () => {
  test('where it was never seen, and a week after it was', () => {
    expect(due([])).toBe('posture')
    expect(due([{ postureAt: null }])).toBe('posture')
    expect(due([{}])).toBe('inventory')
    expect(due([{ postureAt: ago(7) }])).toBe('posture')
  })

  test('with the scan that is nearest to its instant', () => {
    expect(due([{ postureAt: ago(6.6) }])).toBe('posture')
    expect(due([{ postureAt: ago(6.4) }])).toBe('inventory')
  })

  test('for the address that was looked at longest ago, but not for one that can not be reached', () => {
    expect(due([{}, { postureAt: ago(8) }])).toBe('posture')
    expect(due([{}, { postureAt: ago(8), confirmed: false }])).toBe('inventory')
    expect(due([{ postureAt: ago(8), confirmed: false }])).toBe('posture')
  })

  test('as the policy says', () => {
    expect(due([{ postureAt: ago(2) }], { postureIntervalSeconds: 2 * 86_400 })).toBe('posture')
    expect(due([{ postureAt: null }], { scanDepth: 'inventory' })).toBe('inventory')
    expect(due([], { scanDepth: 'inventory' })).toBe('inventory')
  })
})

describe('the client probes are due on their own schedule', () => {
  test('where client certificates are expected or were asked for', () => {
    expect(due([{ mtlsAt: null }])).toBe('inventory')
    expect(due([{ mtlsAt: ago(8) }], { mtls: 'required' })).toBe('mtls')
    expect(due([{ mtlsAt: ago(8), clientCertificateRequested: true }], { mtls: 'none' })).toBe('mtls')
    expect(due([{ mtlsAt: ago(2) }], { mtls: 'optional', mtlsIntervalSeconds: 2 * 86_400 })).toBe('mtls')
  })

  test('under a policy without posture, too, and never in the place of a posture scan', () => {
    expect(due([{ mtlsAt: null, postureAt: null }], { mtls: 'required', scanDepth: 'inventory' })).toBe('mtls')
    expect(due([], { mtls: 'required', scanDepth: 'inventory' })).toBe('mtls')
    expect(due([{ mtlsAt: null, postureAt: null }], { mtls: 'required' })).toBe('posture')
  })
})
