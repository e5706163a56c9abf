import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { failed, observed, skipped } from '#lib/core/observed.ts'
import { ServerClock } from './server-clock.ts'

const now = Date.UTC(2026, 10, 24, 12)
const year = 365 * 86_400

/** Randoms that tell times so many seconds ahead of ours; each is read `everyMs` after the one before. */
function clockOf(ahead: readonly number[], everyMs = 100, version: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.2') {
  let at = now
  const clock = new ServerClock(() => at)
  for (const seconds of ahead) {
    const random = randomBytes(32)
    random.writeUInt32BE(Math.floor(at / 1000) + seconds)
    clock.take({ version, random })
    at += everyMs
  }
  return clock.fact('TLSv1.2')
}

describe('the clock of a server', () => {
  test.each<[string, readonly number[], 'right' | 'wrong' | 'not-told']>([
    ['two that agree with ours', [0, 0], 'right'],
    ['within five minutes, to either side', [-290, 290], 'right'],
    ['an hour behind', [-3600, -3600, -3599], 'wrong'],
    ['nine years behind', [-9 * year, -9 * year], 'wrong'],
    ['six minutes ahead', [360, 360], 'wrong'],
    ['one that agrees by chance, one that does not', [0, -(2 ** 29)], 'not-told'],
    ['behind, and not the same twice', [-3600, -7200], 'not-told'],
    ['one that stands where no clock of today does', [-50 * year, -50 * year], 'not-told'],
  ])('%s', (_, ahead, reading) => {
    expect(clockOf(ahead)).toEqual(observed(reading))
  })

  test('keeps agreeing with itself over a long scan', () => {
    expect(clockOf([-3600, -3600, -3600], 20_000)).toEqual(observed('wrong'))
  })

  test('one random is no evidence, nor is one that is repeated, nor one of TLS 1.3', () => {
    expect(clockOf([0])).toEqual(failed('not-answered'))
    const clock = new ServerClock(() => now)
    const random = randomBytes(32)
    for (let times = 0; times < 3; times += 1) clock.take({ version: 'TLSv1.2', random })
    expect(clock.fact('TLSv1.2')).toEqual(failed('not-answered'))
    expect(clockOf([0, 0], 100, 'TLSv1.3')).toEqual(failed('not-answered'))
    expect(new ServerClock().fact(null)).toEqual(skipped('tls13-only'))
  })
})
