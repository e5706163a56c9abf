import { expect, test } from 'vitest'
import { Tls12Connection } from './tls12-connection.ts'
import { Tls12Session } from './tls12-session.ts'

const offer = {
  legacyVersion: 0x0303,
  versions: [],
  suites: [0xc02f],
  serverName: '',
  groups: [],
  signatureSchemes: [],
}

test.each([
  ['no_renegotiation', 'warning', false],
  ['handshake_failure', 'fatal', false],
  ['close_notify', 'warning', null],
  ['internal_error', 'fatal', null],
  ['user_canceled', 'warning', null],
] as const)(
  '%s (%s), behind a hello that asks for a new handshake, is told as what it says',
  (name, level, refused) => {
    const session = new Tls12Session(new Tls12Connection(0x0303), true)
    session.alert({ name, level })
    expect(session.renegotiates).toBeNull()
    session.renegotiate(offer, null)
    session.alert({ name, level })
    expect(session.renegotiates).toBe(refused)
  },
)

test('a new handshake is asked for without ALPN, which NSS takes in the first hello alone', () => {
  const lengths = [offer, { ...offer, alpn: ['h2', 'http/1.1'] }].map(
    (one) => new Tls12Session(new Tls12Connection(0x0303), true).renegotiate(one, null).length,
  )
  expect(lengths[1]).toBe(lengths[0])
})
