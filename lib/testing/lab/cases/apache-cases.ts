import type { ApacheOptions } from '../makes/apache.ts'
import { apache, startApache } from '../makes/index.ts'
import { certificates, clientAuthority } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

const plain = {
  ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256',
  ciphersuites: 'TLS_AES_128_GCM_SHA256',
  groups: 'X25519:P-256',
} as const

export const apacheCases: readonly CaseStart[] = [
  of('apache-two-certificates', () => ({
    ...plain,
    certificates: [certificates.rsa(), certificates.ecdsa()],
    preference: 'server',
    alpn: ['h2', 'http/1.1'],
  })),
  of('apache-mtls', () => ({
    ...plain,
    certificates: [certificates.rsa()],
    clients: 'required',
    clientCa: clientAuthority().pem,
  })),
  of('apache-mtls-by-path', () => ({
    ...plain,
    certificates: [certificates.rsa()],
    clients: 'required',
    clientCa: clientAuthority().pem,
    byPath: true,
  })),
  // What it does in TLS 1.2 alone: whether the new negotiation asks for a certificate is not seen.
  of('apache-renegotiates', () => ({
    ...plain,
    certificates: [certificates.rsa()],
    versions: ['TLSv1.2'],
    clients: 'required',
    clientCa: clientAuthority().pem,
    byPath: true,
  })),
]

function of(name: string, options: () => ApacheOptions): CaseStart {
  return { name, make: apache, start: () => startApache(options()) }
}
