import { type JavaOptions, java, startJava } from '../makes/java.ts'
import { certificates, clientAuthority } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

const tls13 = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'] as const
const namedGroups = ['x25519', 'secp256r1'] as const

export const javaCases: readonly CaseStart[] = [
  of('java-rsa', () => ({
    certificates: [certificates.rsa()],
    suites: [...tls13, 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
    namedGroups,
    alpn: ['http/1.1'],
  })),
  of('java-ecdsa', () => ({
    certificates: [certificates.ecdsa()],
    suites: [...tls13, 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA'],
    namedGroups: ['secp256r1', 'secp384r1'],
    preference: 'client',
  })),
  of('java-two-certificates', () => ({
    certificates: [certificates.rsa(), certificates.ecdsa()],
    versions: ['TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    suites: [
      ...tls13,
      'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
    ],
    namedGroups,
  })),
  of('java-two-certificates-tls13', () => ({
    certificates: [certificates.rsa(), certificates.ecdsa()],
    versions: ['TLSv1.3'],
    suites: tls13,
    namedGroups,
  })),
  of('java-mtls', () => ({
    certificates: [certificates.ecdsa()],
    suites: ['TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
    namedGroups: ['secp256r1'],
    clients: 'required',
    clientCa: clientAuthority().pem,
  })),
]

function of(name: string, options: () => JavaOptions): CaseStart {
  return { name, make: java, start: () => startJava(options()) }
}
