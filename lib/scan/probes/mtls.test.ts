import { afterEach, describe, expect, it } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { startLateSpeaker } from '#lib/testing/lab/late-speaker.ts'
import { labStore, observeLab } from '#lib/testing/lab/scanning.ts'
import { type ClientPolicy, type LabServer, startTlsServer } from '#lib/testing/lab/tls-server.ts'
import type { MtlsVerdict } from '#lib/tls/observation.ts'

const root = createRoot()
const leaf = root.issue({ dns: ['service.test'] })
const credentials = { certificateChain: leaf.pem, key: leaf.keyPem, ca: createRoot({ commonName: 'Client CA' }).pem }

const servers: LabServer[] = []
const serve = async (starting: Promise<LabServer>) => {
  const server = await starting
  servers.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

const versions = ['TLSv1.2', 'TLSv1.3'] as const
const cases: readonly (readonly [ClientPolicy, 'http' | 'h2' | 'silent', MtlsVerdict])[] = [
  ['none', 'http', 'NOT-REQUESTED'],
  ['required', 'http', 'ENFORCED'],
  ['required', 'silent', 'ENFORCED'],
  ['optional', 'http', 'REQUESTED-ONLY'],
  ['optional', 'silent', 'REQUESTED-ONLY'],
  ['anybody', 'http', 'ACCEPTS-UNTRUSTED'],
  ['anybody', 'h2', 'ACCEPTS-UNTRUSTED'],
  ['anybody', 'silent', 'ACCEPTS-UNTRUSTED'],
  ['any-certificate', 'http', 'ACCEPTS-UNTRUSTED'],
  ['any-certificate', 'silent', 'ACCEPTS-UNTRUSTED'],
  ['required-in-http', 'http', 'ENFORCED'],
]

describe.each(versions)('over %s', (maxVersion) => {
  it.each(cases)('a server with clients "%s" (%s) is %s', async (clients, application, verdict) => {
    const server = await serve(startTlsServer({ ...credentials, clients, application, maxVersion }))
    const { facts } = await observeLab(server, { depth: 'standard' })
    expect(valueOf(facts.mtls)?.verdict, JSON.stringify(facts.mtls)).toBe(verdict)
    expect(valueOf(facts.clientCertificateRequested)).toBe(clients !== 'none')
  })
})

it('names the alert that a client without a certificate got', async () => {
  const server = await serve(startTlsServer({ ...credentials, clients: 'required' }))
  const { facts, outcome } = await observeLab(server, { depth: 'standard' })
  expect(outcome).toEqual({ kind: 'handshake' })
  expect(valueOf(facts.mtls)?.evidence).toEqual([
    'CertificateRequest in the handshake',
    'without a certificate: alert 116 certificate_required after the handshake',
    expect.stringMatching(/^with a self-made untrusted certificate: (connection (closed|reset)|alert \d+ \w+) /),
  ])
})

it('keeps every fact of a server that breaks the handshake off for want of a client certificate', async () => {
  const server = await serve(startTlsServer({ ...credentials, clients: 'required', maxVersion: 'TLSv1.2' }))
  const { facts, outcome, certificates } = await observeLab(server, { depth: 'standard', store: labStore(root) })
  expect(outcome).toMatchObject({ kind: 'alert', code: 40 })
  expect(valueOf(facts.protocol)).toBe('TLSv1.2')
  expect(valueOf(facts.chain)).toEqual([leaf.sha256])
  expect(certificates.has(leaf.sha256)).toBe(true)
  expect(valueOf(facts.trust)).toMatchObject({ pathFound: true, error: null, path: [leaf.sha256, root.sha256] })
  expect(valueOf(facts.versions)).toMatchObject({ 'TLSv1.2': { value: true }, 'TLSv1.3': { value: false } })
})

it('takes the late objection of a busy server for what it is', async () => {
  const server = await serve(startTlsServer({ ...credentials, clients: 'required', application: 'silent' }))
  const busy = await serve(startLateSpeaker(server, 600))
  const { facts } = await observeLab(busy, { depth: 'standard' })
  expect(valueOf(facts.mtls)?.verdict, JSON.stringify(facts.mtls)).toBe('ENFORCED')
})

it('claims nothing of a session that merely stands where nothing more was tried', async () => {
  const server = await serve(startTlsServer({ ...credentials, clients: 'anybody' }))
  const { facts } = await observeLab(server, { depth: 'inventory' })
  expect(valueOf(facts.mtls)).toMatchObject({ verdict: 'UNKNOWN' })
  expect(server.connections()).toBe(1)
})
