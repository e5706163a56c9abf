import { type GoOptions, go, startGo } from '../makes/go.ts'
import { certificates, clientAuthority } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

export const goCases: readonly CaseStart[] = [
  // ChaCha20 stands first for whoever names it first, and a suite is chosen before a scheme to sign with is looked for.
  of('go-rsa', () => ({
    certificates: [certificates.rsa()],
    suites: [
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
      'TLS_RSA_WITH_AES_128_CBC_SHA',
    ],
    curves: ['X25519', 'P256'],
  })),
  of('go-ecdsa', () => ({
    certificates: [certificates.ecdsa()],
    suites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'],
    curves: ['P256', 'P384'],
    tickets: false,
  })),
  of('go-two-certificates', () => ({
    certificates: [certificates.ecdsa(), certificates.rsa()],
    versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    suites: [
      'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
      'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
      'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    ],
    curves: ['X25519', 'P256'],
  })),
  of('go-mtls', () => ({
    certificates: [certificates.ecdsa()],
    suites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
    curves: ['P256'],
    clients: 'required',
    clientCa: clientAuthority().pem,
  })),
]

function of(name: string, options: () => GoOptions): CaseStart {
  return { name, make: go, start: () => startGo(options()) }
}
