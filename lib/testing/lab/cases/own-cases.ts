import { type Transport, transports } from '#lib/tls/observation.ts'
import type { Make } from '../makes/make.ts'
import { startTlsServer, type TlsServerOptions } from '../tls-server.ts'
import { certificates, clientAuthority, otherName } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

const node: Make = { name: `Node ${process.versions.node}`, debianPackage: null, available: () => true }

const plain = {
  ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256',
  groups: 'X25519',
} as const

/** Servers of the runtime's own OpenSSL: post-quantum groups, and every STARTTLS prelude. */
export const ownCases: readonly CaseStart[] = [
  of('node-post-quantum', () => ({
    ...certificates.rsa(),
    also: certificates.ecdsa(),
    ciphers: 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES256-GCM-SHA384',
    groups: 'X25519MLKEM768:X25519:P-256',
    application: 'h2',
  })),
  of('node-post-quantum-only', () => ({
    ...certificates.ecdsa(),
    minVersion: 'TLSv1.3',
    ciphers: 'TLS_AES_256_GCM_SHA384',
    groups: 'X25519MLKEM768',
  })),
  of('node-post-quantum-nist', () => ({
    ...certificates.ecdsa(),
    minVersion: 'TLSv1.3',
    ciphers: 'TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384',
    groups: 'SecP384r1MLKEM1024:SecP256r1MLKEM768:P-384',
    preference: 'client',
  })),
  of('node-ed25519', () => ({ ...certificates.ed25519(), ...plain })),
  of('node-self-signed', () => ({ ...certificates['self-signed'](), ...plain, resumption: false })),
  of('node-two-names', () => ({
    ...certificates.ecdsa(),
    ...plain,
    sni: { [otherName]: certificates['other-name']() },
  })),
  of('node-mtls-any-certificate', () => ({
    ...certificates.ecdsa(),
    ...plain,
    groups: 'X25519:P-256',
    clients: 'any-certificate',
    ca: clientAuthority().pem,
  })),
  // Its groups hold no curve for a client's key of P-256: in TLS 1.2 it refuses even a good one, for its curve (alert 47).
  of('node-mtls-foreign-curve', () => ({
    ...certificates.ecdsa(),
    ...plain,
    maxVersion: 'TLSv1.2',
    clients: 'required',
    ca: clientAuthority().pem,
  })),
  of('node-mtls-in-http', () => ({
    ...certificates.ecdsa(),
    ...plain,
    groups: 'X25519:P-256',
    clients: 'required-in-http',
    ca: clientAuthority().pem,
  })),
  ...transports
    .filter((transport) => transport !== 'tls')
    .map((transport) =>
      of(
        `node-${transport}`,
        () => ({ ...certificates.ecdsa(), ...plain, transport, application: 'silent' }),
        transport,
      ),
    ),
]

function of(name: string, options: () => TlsServerOptions, transport: Transport = 'tls'): CaseStart {
  return { name, make: node, transport, start: () => startTlsServer(options()) }
}
