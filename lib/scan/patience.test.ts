import { expect, it } from 'vitest'
import { defaultTimeouts } from './limits.ts'
import { patientTimeouts } from './patience.ts'

it.each<[string, number | null, number, number]>([
  ['a fast server', 5, 10, 2010],
  ['one that lets clients wait for its greeting for six seconds', 5, 6010, 8010],
  ['one that needs a second for a handshake', 1000, 1005, 10_000],
  ['one that never came to its end', null, 20_000, 10_000],
])('%s', (_server, handshakeMs, tookMs, overallMs) => {
  expect(patientTimeouts(defaultTimeouts, { handshakeMs, tookMs })).toEqual({ ...defaultTimeouts, overallMs })
})
