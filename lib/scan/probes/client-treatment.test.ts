import { expect, it } from 'vitest'
import type { Outcome } from '#lib/tls/observation.ts'
import { readServerFlight } from '#lib/tls/server-flight.ts'
import type { Aftermath, Attempt } from '../attempt.ts'
import { describeTreatment, type Treatment, treatmentOf } from './client-treatment.ts'

const handshake: Outcome = { kind: 'handshake' }
const after = (outcome: Outcome, aftermath: Aftermath | null): Attempt => ({
  outcome,
  aftermath,
  flight: readServerFlight(new Uint8Array(), { handshake: null, application: null }),
  starttls: null,
  authorizationError: null,
  connectMs: 1,
  handshakeMs: 1,
})
const alert = (code: number): Aftermath => ({ kind: 'alert', alert: { level: 'fatal', code, name: 'x' } })

it.each<[Outcome, Aftermath | null, Treatment]>([
  [handshake, { kind: 'stood' }, 'stood'],
  [handshake, { kind: 'silent' }, 'unclear'],
  [handshake, { kind: 'closed' }, 'refused'],
  [handshake, { kind: 'reset' }, 'refused'],
  [handshake, alert(116), 'refused'],
  [handshake, alert(48), 'refused'],
  [handshake, alert(80), 'unclear'],
  [handshake, { kind: 'http', status: 200 }, 'served'],
  [handshake, { kind: 'http', status: 404 }, 'served'],
  [handshake, { kind: 'http', status: 400 }, 'refused-by-http'],
  [handshake, { kind: 'http', status: 496 }, 'refused-by-http'],
  [handshake, { kind: 'http', status: 401 }, 'unclear'],
  [handshake, { kind: 'http', status: 403 }, 'unclear'],
  [handshake, { kind: 'http', status: 503 }, 'unclear'],
  [handshake, { kind: 'undecided' }, 'unclear'],
  [handshake, null, 'unclear'],
  [{ kind: 'alert', code: 40, name: 'handshake_failure' }, null, 'refused'],
  [{ kind: 'alert', code: 80, name: 'internal_error' }, null, 'unclear'],
  [{ kind: 'reset', during: 'handshake' }, null, 'refused'],
  [{ kind: 'closed', during: 'starttls' }, null, 'unclear'],
  [{ kind: 'timeout', during: 'handshake' }, null, 'unclear'],
  [{ kind: 'refused' }, null, 'unclear'],
])('%j, then %j, is %s', (outcome, aftermath, treatment) => {
  const attempt = after(outcome, aftermath)
  expect(treatmentOf(attempt)).toBe(treatment)
  expect(describeTreatment('without a certificate', attempt)).toMatch(/^without a certificate: ./)
})
