import { expect, test } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { certificates } from '#lib/testing/lab/cases/credentials.ts'
import { haproxy, nginx, startHaproxy, startNginx } from '#lib/testing/lab/makes/index.ts'
import { missing } from '#lib/testing/lab/makes/make.ts'
import { observeLab } from '#lib/testing/lab/scanning.ts'
import type { RunningServer } from '#lib/testing/lab/tls-server.ts'

async function posture(starting: Promise<RunningServer>) {
  const server = await starting
  try {
    return (await observeLab(server, { depth: 'posture' })).facts
  } finally {
    await server.close()
  }
}

test.skipIf(missing(nginx) !== null)(
  'what is said in sessions that can not be completed here (no encryption), and what resumes them, is not known',
  async () => {
    const facts = await posture(
      startNginx({
        certificates: [certificates.rsa()],
        versions: ['TLSv1.2'],
        ciphers: 'ECDHE-RSA-NULL-SHA:NULL-SHA256:@SECLEVEL=0',
      }),
    )
    expect(valueOf(facts.versions)?.['TLSv1.2']).toEqual({ status: 'observed', value: true })
    expect(valueOf(facts.features)?.resumption.status).toBe('failed')
    expect(facts.http.status).toBe('failed')
  },
)

test.skipIf(missing(haproxy) !== null)(
  'the schemes of TLS 1.3 are those of both certificates, though one is shown to those alone who name PKCS #1',
  async () => {
    const facts = await posture(startHaproxy({ certificates: [certificates.rsa(), certificates.ecdsa()] }))
    expect(valueOf(facts.signatureSchemes)?.['TLSv1.3']).toEqual({
      status: 'observed',
      value: ['ecdsa_secp256r1_sha256', 'rsa_pss_rsae_sha256', 'rsa_pss_rsae_sha384', 'rsa_pss_rsae_sha512'],
    })
    const other = await posture(startHaproxy({ certificates: [certificates.rsa(), certificates.ed25519()] }))
    expect(valueOf(other.signatureSchemes)?.['TLSv1.3']).toEqual({
      status: 'observed',
      value: ['rsa_pss_rsae_sha256', 'rsa_pss_rsae_sha384', 'rsa_pss_rsae_sha512', 'ed25519'],
    })
  },
)
