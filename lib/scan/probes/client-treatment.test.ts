import { expect, it } from 'vitest'
import { madeAttempt } from '#lib/testing/attempts.ts'
import { Flight } from '#lib/tls/flight.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import type { Aftermath, Attempt } from '../attempt.ts'
import { describeTreatment, type Treatment, treatmentOf } from './client-treatment.ts'

const handshake: Outcome = { kind: 'handshake' }
const alert = (code: number): Aftermath => ({ kind: 'alert', alert: { level: 'fatal', code, name: 'x' } })
const refusal = (code: number): Outcome => ({ kind: 'alert', code, name: 'x' })
const answer = (text: string) => Buffer.from(text)
const status = (code: number) => answer(`HTTP/1.1 ${code} x\r\n\r\n`)

it.each<[Outcome, Aftermath | null, Uint8Array | null, Treatment]>([
  // How the session went on.
  [handshake, { kind: 'stood' }, null, 'stood'],
  [handshake, { kind: 'silent' }, null, 'unclear'],
  [handshake, { kind: 'closed' }, null, 'dropped'],
  [handshake, { kind: 'reset' }, null, 'dropped'],
  [handshake, { kind: 'undecided' }, null, 'unclear'],
  [handshake, null, null, 'unclear'],
  // What was said of the certificate.
  ...[40, 41, 42, 43, 44, 45, 46, 48, 49, 116].flatMap((code): [Outcome, Aftermath | null, null, Treatment][] => [
    [handshake, alert(code), null, 'refused'],
    [refusal(code), null, null, 'refused'],
  ]),
  ...[10, 20, 47, 50, 51, 80, 90, 112].flatMap((code): [Outcome, Aftermath | null, null, Treatment][] => [
    [handshake, alert(code), null, 'unclear'],
    [refusal(code), null, null, 'unclear'],
  ]),
  // What HTTP said; the close that follows the answer is no judgement.
  ...[200, 204, 301, 404, 405].map((code): [Outcome, Aftermath, Uint8Array, Treatment] => [
    handshake,
    { kind: 'closed' },
    status(code),
    'served',
  ]),
  [handshake, { kind: 'stood' }, status(400), 'refused-by-http'],
  [handshake, { kind: 'stood' }, status(495), 'refused-by-http'],
  [handshake, { kind: 'closed' }, status(496), 'refused-by-http'],
  [handshake, { kind: 'stood' }, status(401), 'denied-by-http'],
  [handshake, { kind: 'reset' }, status(403), 'denied-by-http'],
  ...[408, 421, 429, 500, 503].map((code): [Outcome, Aftermath, Uint8Array, Treatment] => [
    handshake,
    { kind: 'stood' },
    status(code),
    'unclear',
  ]),
  [handshake, { kind: 'stood' }, answer(''), 'stood'],
  [handshake, { kind: 'silent' }, answer(''), 'unclear'],
  [handshake, { kind: 'closed' }, answer(''), 'dropped'],
  [handshake, alert(116), answer(''), 'refused'],
  [handshake, { kind: 'closed' }, answer('500 what?\r\n'), 'stood'],
  // What other protocols say of the certificate; Postfix does so with smtpd_tls_req_ccert.
  [handshake, { kind: 'closed' }, answer('421 4.7.1 lab.test Error: Client certificate not trusted\r\n'), 'refused'],
  [handshake, { kind: 'closed' }, answer('* BYE No client certificate\r\n'), 'refused'],
  [handshake, { kind: 'stood' }, answer('220 certificate.test ESMTP\r\n502 what?\r\n'), 'stood'],
  [handshake, { kind: 'closed' }, answer('HTTP/1.1 4'), 'unclear'],
  // Connections that did not come to the handshake's end.
  [{ kind: 'reset', during: 'handshake' }, null, null, 'dropped'],
  [{ kind: 'closed', during: 'handshake' }, null, null, 'dropped'],
  [{ kind: 'closed', during: 'starttls' }, null, null, 'unclear'],
  [{ kind: 'reset', during: 'connect' }, null, null, 'unclear'],
  [{ kind: 'timeout', during: 'handshake' }, null, null, 'unclear'],
  [{ kind: 'refused' }, null, null, 'unclear'],
  [{ kind: 'protocol-error', detail: 'x' }, null, null, 'unclear'],
])('%j, then %j and %j, is %s', (outcome, aftermath, said, treatment) => {
  const attempt = madeAttempt({ outcome, aftermath, answer: said })
  expect(treatmentOf(attempt, 'selfMade')).toBe(treatment)
  expect(describeTreatment(attempt)).toMatch(/^\S.*\S$/)
})

it.each<[string, Attempt]>([
  ['was not asked for a certificate', madeAttempt({ outcome: refusal(40), requested: false })],
  [
    'was dropped before it had been asked',
    madeAttempt({ outcome: { kind: 'reset', during: 'handshake' }, settled: false }),
  ],
])('says nothing of a client that %s', (_, attempt) => expect(treatmentOf(attempt, 'selfMade')).toBe('unclear'))

it.each([
  ['impersonating', 51],
  ['none', 50],
] as const)('takes the alert that is about the certificate of one client alone (%s) for a refusal', (role, code) => {
  const attempt = madeAttempt({ outcome: handshake, aftermath: alert(code) })
  expect(treatmentOf(attempt, role)).toBe('refused')
  expect(treatmentOf(attempt, 'valid')).toBe('unclear')
})

it('uses the same words for a close and a reset, which of them is seen depends on chance', () => {
  const words = (kind: 'closed' | 'reset') => [
    describeTreatment(madeAttempt({ outcome: handshake, aftermath: { kind } })),
    describeTreatment(madeAttempt({ outcome: { kind, during: 'handshake' } })),
  ]
  expect(words('closed')).toEqual(words('reset'))
})

it('names what kept the handshake from its end where that is the scanner itself', () => {
  const attempt = madeAttempt({ outcome: handshake })
  const flight = Object.assign(new Flight(), {
    certificateRequest: attempt.flight.certificateRequest,
    notCompleted: true,
    problem: 'TLS_RSA_WITH_RC4_128_SHA is not completed here',
  })
  expect(treatmentOf({ ...attempt, flight }, 'none')).toBe('unclear')
  expect(describeTreatment({ ...attempt, flight })).toBe('TLS_RSA_WITH_RC4_128_SHA is not completed here')
})
