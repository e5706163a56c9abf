import { describe, expect, it } from 'vitest'
import type { MtlsVerdict } from '#lib/tls/observation.ts'
import { type Treatment, treatments } from './client-treatment.ts'
import { type Treatments, verdictOf, weakestOf } from './mtls-verdict.ts'

const unplayed: Treatments = { none: null, selfMade: null, impersonating: null, valid: null, wrongPurpose: null }
const verdict = (none: Treatment, played: Partial<Treatments> = {}) => verdictOf({ ...unplayed, none, ...played })

const columns = ['refused', 'refused-by-http', 'denied-by-http', 'dropped', 'served', 'stood', 'unclear'] as const
const letters: Readonly<Record<string, MtlsVerdict>> = {
  E: 'ENFORCED',
  R: 'REQUESTED-ONLY',
  A: 'ACCEPTS-UNTRUSTED',
  '?': 'UNKNOWN',
}

/** Rows: what befell the client without a certificate; columns in their order: the self-made one. */
const withoutControl: Readonly<Record<Treatment, string>> = {
  refused: 'EE?EAA?',
  'refused-by-http': 'EE?EA??',
  'denied-by-http': '????A??',
  dropped: 'EE??AA?',
  served: 'RRRRA??',
  stood: 'RR?RAA?',
  unclear: '????A??',
}

describe.each(treatments)('without a certificate: %s', (none) => {
  it.each(columns.map((selfMade, at) => [selfMade, letters[withoutControl[none][at] ?? '']] as const))(
    'with a self-made one: %s, is %s',
    (selfMade, expected) => expect(verdict(none, { selfMade })).toBe(expected),
  )
})

it.each<[string, Treatment, Partial<Treatments>, MtlsVerdict]>([
  ['drops are refusals where a valid client is taken', 'dropped', { selfMade: 'dropped', valid: 'served' }, 'ENFORCED'],
  ['and where its session stands', 'dropped', { selfMade: 'dropped', valid: 'stood' }, 'ENFORCED'],
  ['but not where it is dropped, too', 'refused', { selfMade: 'dropped', valid: 'dropped' }, 'UNKNOWN'],
  [
    '401 and 403 are where a valid client is served',
    'denied-by-http',
    { selfMade: 'denied-by-http', valid: 'served' },
    'ENFORCED',
  ],
  [
    '400 is not where a valid client gets it, too',
    'refused-by-http',
    { selfMade: 'refused-by-http', valid: 'refused-by-http' },
    'UNKNOWN',
  ],
  [
    'a refusal by name stands whatever befalls the valid one',
    'refused',
    { selfMade: 'refused', valid: 'refused' },
    'ENFORCED',
  ],
  ['a control without a result is none', 'refused', { selfMade: 'dropped', valid: 'unclear' }, 'ENFORCED'],
  [
    'a name that is copied is no proof',
    'refused',
    { selfMade: 'refused', impersonating: 'served' },
    'ACCEPTS-UNTRUSTED',
  ],
  ['an unfit certificate is no stranger’s', 'refused', { selfMade: 'refused', wrongPurpose: 'served' }, 'ENFORCED'],
  ['a self-made client that was not played shows nothing', 'refused', {}, 'UNKNOWN'],
  ['nor does it where one without a certificate is served', 'served', {}, 'UNKNOWN'],
])('%s', (_, none, played, expected) => expect(verdict(none, played)).toBe(expected))

const each = (visit: (seen: Treatments) => void) => {
  const played = [null, ...treatments]
  for (const none of treatments)
    for (const selfMade of played)
      for (const impersonating of played)
        for (const valid of played)
          for (const wrongPurpose of played) visit({ none, selfMade, impersonating, valid, wrongPurpose })
}
const violations = (holds: (seen: Treatments) => boolean) => {
  const found: Treatments[] = []
  each((seen) => {
    if (!holds(seen)) found.push(seen)
  })
  return found
}

describe('whatever is played', () => {
  const refusals = new Set<Treatment | null>(['refused', 'refused-by-http', 'denied-by-http', 'dropped'])

  it('is ENFORCED only where both a client without and one with a self-made certificate were turned away', () => {
    const holds = (seen: Treatments) =>
      verdictOf(seen) !== 'ENFORCED' || (refusals.has(seen.none) && refusals.has(seen.selfMade))
    expect(violations(holds)).toEqual([])
  })

  it('is ACCEPTS-UNTRUSTED as soon as an untrusted client is served, and never unless one is taken', () => {
    const holds = (seen: Treatments) => {
      const untrusted = [seen.selfMade, seen.impersonating]
      const accepts = verdictOf(seen) === 'ACCEPTS-UNTRUSTED'
      return untrusted.includes('served') ? accepts : !accepts || untrusted.includes('stood')
    }
    expect(violations(holds)).toEqual([])
  })

  it('never becomes ENFORCED because something was less clear', () => {
    const fields = ['none', 'selfMade', 'impersonating', 'wrongPurpose'] as const
    const holds = (seen: Treatments) =>
      verdictOf(seen) === 'ENFORCED' ||
      fields.every((field) => {
        const accepted = verdictOf(seen) === 'ACCEPTS-UNTRUSTED'
        return accepted || verdictOf({ ...seen, [field]: 'unclear' }) !== 'ENFORCED'
      })
    expect(violations(holds)).toEqual([])
  })

  it('is REQUESTED-ONLY only where the self-made certificate was turned away', () => {
    const holds = (seen: Treatments) => verdictOf(seen) !== 'REQUESTED-ONLY' || refusals.has(seen.selfMade)
    expect(violations(holds)).toEqual([])
  })

  it('is UNKNOWN where all were dropped', () => {
    const all = { selfMade: 'dropped', impersonating: 'dropped', valid: 'dropped', wrongPurpose: 'dropped' } as const
    expect(verdict('dropped', all)).toBe('UNKNOWN')
  })
})

it('lets the weakest of two versions stand, and what is unknown before what is enforced', () => {
  expect(weakestOf(['ENFORCED', 'NOT-REQUESTED'])).toBe('NOT-REQUESTED')
  expect(weakestOf(['ENFORCED', 'UNKNOWN'])).toBe('UNKNOWN')
  expect(weakestOf(['UNKNOWN', 'REQUESTED-ONLY'])).toBe('REQUESTED-ONLY')
  expect(weakestOf(['NOT-REQUESTED', 'ACCEPTS-UNTRUSTED'])).toBe('ACCEPTS-UNTRUSTED')
  expect(weakestOf(['ENFORCED', 'ENFORCED'])).toBe('ENFORCED')
  expect(weakestOf([])).toBe('UNKNOWN')
})
