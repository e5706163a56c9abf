import { expect, it } from 'vitest'
import { ladder } from '#lib/checks/ladder.ts'
import { effectivePolicy } from '#lib/checks/policy.ts'
import { observed } from '#lib/core/observed.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { noFacts } from '#lib/tls/no-facts.ts'
import type { Observation } from '#lib/tls/observation.ts'
import { jsonLine, scanRecord } from './scan-record.ts'

const root = createRoot()
const garbage = Buffer.from('no certificate')

const observation: Observation = {
  target: { host: 'service.test', port: 443, serverName: 'service.test', transport: 'tls' },
  address: '192.0.2.1',
  outcome: { kind: 'handshake' },
  facts: { ...noFacts({ status: 'skipped', reason: 'test' }), chain: observed(['00', root.sha256]) },
  certificates: new Map([
    ['00', garbage],
    [root.sha256, root.der],
  ]),
  startedAt: new Date(0),
  timings: { connectMs: 1, handshakeMs: 1, totalMs: 1 },
  connections: 1,
}

it('what is sent in the place of a certificate and is none is not lost', () => {
  const assurance = ladder({ policy: effectivePolicy(null, {}), endpointIds: [], verdicts: [] })
  const judged = { observation, depth: 'inventory', identity: null, verdicts: [], ladder: assurance } as const
  expect(scanRecord(judged)).toMatchObject({
    certificates: [{ sha256: root.sha256 }],
    otherCertificates: [],
    unreadableCertificates: [{ sha256: '00', der: garbage.toString('base64') }],
  })
})

it('a line is ASCII without controls, whatever a peer wrote', () => {
  const line = jsonLine({ text: 'a\u001b[31m\u0000\u009b\ud800\u2028"' })
  expect(line).toMatch(/^[\x20-\x7e]+\n$/)
  expect(JSON.parse(line)).toEqual({ text: 'a\u001b[31m\u0000\u009b\ud800\u2028"' })
})
