import { ocspResponse } from '../../certificates/ocsp-response.ts'
import { type GnutlsOptions, gnutls, startGnutls } from '../makes/gnutls.ts'
import { certificates, clientAuthority, rsaIssuer } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

export const gnutlsCases: readonly CaseStart[] = [
  of('gnutls-two-certificates', () => ({
    certificates: [certificates.rsa(), certificates.ecdsa()],
    priority: `NONE:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:+AEAD:+ECDHE-ECDSA:+ECDHE-RSA:+SIGN-ALL:+GROUP-X25519:+GROUP-SECP256R1:+CTYPE-SRV-X509:%SERVER_PRECEDENCE`,
    alpn: ['h2', 'http/1.1'],
  })),
  of('gnutls-legacy-heartbeat', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2'],
    priority: `NONE:+AES-128-CBC:+3DES-CBC:+CAMELLIA-256-CBC:+ARCFOUR-128:+SHA1:+SHA256:+MD5:+RSA:+DHE-RSA:+ECDHE-RSA:+SIGN-ALL:+GROUP-SECP384R1:+GROUP-FFDHE2048:+CTYPE-SRV-X509`,
    flags: ['--heartbeat'],
    tickets: false,
  })),
  of('gnutls-tls13-groups', () => ({
    certificates: [certificates.ecdsa()],
    versions: ['TLSv1.3'],
    priority: `NONE:+AES-128-CCM:+AES-128-CCM-8:+AES-256-GCM:+AEAD:+SIGN-ALL:+GROUP-FFDHE4096:+GROUP-X448:+GROUP-SECP521R1:+GROUP-X25519:+CTYPE-SRV-X509`,
  })),
  // Where TLS 1.1 is offered it looks for nothing older.
  of('gnutls-hole', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1', 'TLSv1.2', 'TLSv1.3'],
    priority: `NONE:+AES-256-GCM:+AES-128-CBC:+AEAD:+SHA1:+ECDHE-RSA:+SIGN-ALL:+GROUP-X25519:+CTYPE-SRV-X509`,
  })),
  // It chooses DHE, and breaks down for want of a field.
  of('gnutls-without-field', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1.1', 'TLSv1.2'],
    priority: `NONE:+AES-256-GCM:+AES-128-CBC:+AEAD:+SHA1:+DHE-RSA:+RSA:+ECDHE-RSA:+SIGN-ALL:+GROUP-SECP256R1:+CTYPE-SRV-X509:%SERVER_PRECEDENCE`,
  })),
  // Before TLS 1.2 it takes the first for all suites that sign, and breaks down: its key signs by named schemes alone.
  of('gnutls-rsa-pss-beside-rsa', () => ({
    certificates: [certificates['rsa-pss'](), certificates.rsa()],
    versions: ['TLSv1.1', 'TLSv1.2'],
    priority: `NONE:+AES-256-CBC:+AES-128-CBC:+3DES-CBC:+SHA1:+ECDHE-RSA:+RSA:+SIGN-ALL:+GROUP-X25519:+CTYPE-SRV-X509:%SERVER_PRECEDENCE`,
  })),
  // No ALPN that the first hello offers.
  of('gnutls-strict-alpn', () => ({
    certificates: [certificates.rsa()],
    priority: `NONE:+AES-256-GCM:+AEAD:+ECDHE-RSA:+SIGN-ALL:+GROUP-SECP384R1:+CTYPE-SRV-X509`,
    alpn: ['imap'],
    flags: ['--alpn-fatal'],
  })),
  of('gnutls-mtls', () => ({
    certificates: [certificates.ecdsa()],
    priority: `NONE:+AES-128-GCM:+AEAD:+ECDHE-ECDSA:+SIGN-ALL:+GROUP-SECP256R1:+CTYPE-SRV-X509:+CTYPE-CLI-X509`,
    clients: 'required',
    clientCa: clientAuthority().pem,
  })),
  of('gnutls-requests-only', () => ({
    certificates: [certificates.ecdsa()],
    priority: `NONE:+AES-128-GCM:+AEAD:+ECDHE-ECDSA:+SIGN-ALL:+GROUP-SECP256R1:+CTYPE-SRV-X509:+CTYPE-CLI-X509`,
    clients: 'optional',
    clientCa: clientAuthority().pem,
    anyClient: true,
  })),
  of('gnutls-staple-and-early-data', () => ({
    certificates: [certificates.rsa()],
    priority: `NONE:+AES-256-GCM:+AEAD:+DHE-RSA:+SIGN-ALL:+GROUP-FFDHE3072:+GROUP-SECP256R1:+CTYPE-SRV-X509`,
    staple: ocspResponse(certificates.rsa().leaf, rsaIssuer()),
    earlyData: true,
  })),
]

function of(name: string, options: () => GnutlsOptions): CaseStart {
  return { name, make: gnutls, start: () => startGnutls(options()) }
}
