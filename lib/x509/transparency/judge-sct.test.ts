import { expect, it } from 'vitest'
import type { CtLog } from './ct-log.ts'
import { judgeSct } from './judge-sct.ts'
import type { SignedTimestamp } from './signed-timestamps.ts'

const at = Date.parse('2026-06-01T00:00:00Z')
const now = at + 1000
const notAfter = Date.parse('2026-12-01T00:00:00Z')
const log: CtLog = {
  id: 'aa'.repeat(32),
  key: '',
  name: 'One',
  operator: 'Alpha',
  previousOperators: [],
  url: null,
  tiled: false,
  mmdSeconds: null,
  state: { kind: 'usable', since: '2026-01-01T00:00:00Z' },
  interval: { from: '2026-12-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
}
const sct: SignedTimestamp = {
  from: 'certificate',
  logId: log.id,
  at: new Date(at).toISOString(),
  signature: 'verified',
}
const state = (kind: NonNullable<CtLog['state']>['kind'], since = '2026-05-01T00:00:00Z') => ({
  state: { kind, since },
})
const judged = (change: Partial<SignedTimestamp>, of: Partial<CtLog> = {}, when = now) =>
  judgeSct({ ...sct, ...change }, { ...log, ...of }, notAfter, when)
const worthless = (outcome: string, changesAt: number | null = null) => ({ outcome, current: false, changesAt })
const valid = { outcome: 'valid', current: true, changesAt: null }

it('a verified SCT of a log that counts is valid', () => {
  expect(judged({})).toEqual(valid)
  expect(judged({}, state('qualified'))).toEqual(valid)
})

it('is worthless where its signature proves nothing, whatever else holds', () => {
  expect(judged({ signature: 'mismatch' })).toEqual(worthless('bad-signature'))
  expect(judged({ signature: 'malformed' })).toEqual(worthless('malformed'))
  expect(judged({ signature: 'unknown-version' })).toEqual(worthless('unknown-version'))
  expect(judged({ signature: 'unknown-issuer' })).toEqual(worthless('unknown-issuer'))
  expect(judged({ at: null })).toEqual(worthless('bad-signature'))
})

it('of a log that the list has not is of an unknown log', () => {
  expect(judgeSct(sct, undefined, notAfter, now)).toEqual(worthless('unknown-log'))
  expect(judged({}, { id: 'bb'.repeat(32) })).toEqual(worthless('unknown-log'))
  expect(judged({ signature: 'unknown-log' })).toEqual(worthless('unknown-log'))
})

it('from the future counts from its instant on', () => {
  expect(judged({}, {}, at - 1)).toEqual(worthless('in-the-future', at))
  expect(judged({}, {}, at)).toEqual(valid)
})

it('of a log for certificates that end at another time is outside its interval', () => {
  const other = (from: string, until: string) => judged({}, { interval: { from, until } })
  expect(other('2026-12-02T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual(worthless('outside-interval'))
  expect(other('2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z')).toEqual(worthless('outside-interval'))
  expect(judged({}, { interval: null })).toEqual(valid)
})

it('follows the state of its log', () => {
  expect(judged({}, { state: null })).toEqual(worthless('unknown-state'))
  expect(judged({}, state('pending'))).toEqual(worthless('log-pending'))
  expect(judged({}, state('rejected'))).toEqual(worthless('log-rejected'))
  expect(judged({}, state('readonly'))).toEqual(valid)
})

it('of a retired log counts where it is older than the retirement, and is not current any more', () => {
  const retired = (since: number) => judged({}, state('retired', new Date(since).toISOString()))
  expect(retired(at)).toEqual(worthless('log-retired'))
  expect(retired(at + 1)).toEqual({ outcome: 'valid', current: false, changesAt: null })
  expect(retired(now + 1)).toEqual({ outcome: 'valid', current: true, changesAt: now + 1 })
})
