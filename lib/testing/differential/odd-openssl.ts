import { createRoot, type IssueOptions } from '#lib/testing/certificates.ts'
import { certificates, serviceName } from '../lab/cases/credentials.ts'
import { type OpensslOptions, openssl, startOpenssl } from '../lab/makes/openssl.ts'
import { startProcess } from '../lab/makes/server-process.ts'
import type { Credentials } from '../lab/tls-server.ts'
import type { Subject } from './subject.ts'

/** Servers of OpenSSL that few would run, and that the standards allow. */
export const oddOpenssl: readonly Subject[] = [
  of('odd-tls10-only', () => ({
    ...rsa(),
    versions: ['TLSv1'],
    ciphers: 'AES128-SHA:ECDHE-RSA-AES256-SHA:@SECLEVEL=0',
  })),
  of('odd-tls11-only', () => ({
    ...rsa(),
    versions: ['TLSv1.1'],
    ciphers: 'AES128-SHA:DHE-RSA-AES128-SHA:@SECLEVEL=0',
  })),
  of('odd-null-only', () => ({ ...rsa(), versions: ['TLSv1.2'], ciphers: 'eNULL:@SECLEVEL=0' })),
  of('odd-every-suite', () => ({
    ...rsa(),
    versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    ciphers: 'ALL:eNULL:@SECLEVEL=0',
  })),
  of('odd-finite-fields-of-tls13', () => ({
    ...rsa(),
    versions: ['TLSv1.3'],
    groups: 'ffdhe8192:ffdhe4096:ffdhe6144',
  })),
  of('odd-brainpool', () => ({ ...rsa(), versions: ['TLSv1.2'], groups: 'brainpoolP512r1:brainpoolP256r1' })),
  of('odd-old-curves', () => ({
    ...rsa(),
    versions: ['TLSv1.2'],
    groups: 'sect571r1:sect163k1:secp192r1:secp160k1:P-224',
    ciphers: 'ECDHE:@SECLEVEL=0',
  })),
  of('odd-ed448', () => ({ certificates: [issued({ keyAlgorithm: 'ed448' })] })),
  of('odd-p521', () => ({ certificates: [issued({ keyAlgorithm: 'p521' })], groups: 'P-521:X25519' })),
  of('odd-secp256k1-key', () => ({
    certificates: [issued({ keyAlgorithm: 'secp256k1' })],
    versions: ['TLSv1.2'],
    groups: 'secp256k1:P-256',
  })),
  // What OpenSSL does where nobody set it up: TLS 1.0 and 1.1 are on, and its security level lets no signature of theirs through.
  of('odd-security-level', () => ({
    ...rsa(),
    versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    ciphers: 'DEFAULT:@SECLEVEL=2',
  })),
  of('odd-rsa-3072', () => ({ certificates: [issued({ keyAlgorithm: 'rsa3072' })], versions: ['TLSv1.2'] })),
  of('odd-p384', () => ({ certificates: [issued({ keyAlgorithm: 'p384' })] })),
  of('odd-expired', () => ({
    certificates: [issued({ notBefore: new Date('2020-01-01T00:00Z'), notAfter: new Date('2021-01-01T00:00Z') })],
  })),
  of('odd-not-yet-valid', () => ({
    certificates: [issued({ notBefore: new Date('2040-01-01T00:00Z'), notAfter: new Date('2041-01-01T00:00Z') })],
  })),
  of('odd-sha1-signature', () => ({ certificates: [issued({ signatureHash: 'sha1' })] })),
  of('odd-must-staple-without-staple', () => ({ certificates: [issued({ mustStaple: true })] })),
  of('odd-long-chain', () => ({ certificates: [longChain(9)] })),
  of('odd-many-names', () => ({
    certificates: [issued({ dns: Array.from({ length: 300 }, (_, at) => `host-${at}.${serviceName}`) })],
  })),
  of('odd-one-scheme', () => ({ ...rsa(), flags: ['-sigalgs', 'rsa_pss_rsae_sha512'] })),
  of('odd-chacha-first', () => ({
    ...rsa(),
    preference: 'server',
    ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256',
    flags: ['-prioritize_chacha'],
  })),
  of('odd-client-renegotiation', () => ({ ...rsa(), versions: ['TLSv1.2'], flags: ['-client_renegotiation'] })),
  of('odd-no-tickets-of-tls13', () => ({ ...rsa(), versions: ['TLSv1.3'], flags: ['-num_tickets', '0'] })),
  of('odd-alpn-h2-only', () => ({ ...rsa(), alpn: ['h2'] })),
  of('odd-alpn-own-name', () => ({ ...rsa(), alpn: ['lab/7'] })),
  bare('odd-psk-of-tls12', '-psk', '0123456789abcdef', '-tls1_2', '-cipher', 'PSK:@SECLEVEL=0'),
  bare('odd-psk-of-tls13', '-psk', '0123456789abcdef', '-tls1_3'),
  bare('odd-anonymous-only', '-tls1_2', '-cipher', 'aNULL:-PSK:-SRP:@SECLEVEL=0'),
]

function of(name: string, options: () => OpensslOptions): Subject {
  return { name, make: openssl, transport: 'tls', start: () => startOpenssl(options()) }
}

/** A server without any certificate. */
function bare(name: string, ...flags: readonly string[]): Subject {
  return {
    name,
    make: openssl,
    transport: 'tls',
    start: () =>
      startProcess(name, ({ port }) => ({
        program: 'openssl',
        args: ['s_server', '-accept', `127.0.0.1:${port}`, '-www', '-quiet', '-nocert', ...flags],
      })),
  }
}

function rsa(): OpensslOptions {
  return { certificates: [certificates.rsa()] }
}

function issued(options: IssueOptions): Credentials {
  const issuer = createRoot({ commonName: 'Lab Odd Root' }).intermediate({ commonName: 'Lab Odd CA' })
  const leaf = issuer.issue({ commonName: 'lab odd', dns: [serviceName], ...options })
  return { certificateChain: leaf.pem + issuer.pem, key: leaf.keyPem }
}

function longChain(intermediates: number): Credentials {
  let issuer = createRoot({ commonName: 'Lab Long Root' })
  const above: string[] = []
  for (let at = 1; at <= intermediates; at += 1) {
    issuer = issuer.intermediate({ commonName: `Lab Long CA ${at}` })
    above.unshift(issuer.pem)
  }
  const leaf = issuer.issue({ commonName: 'lab long chain', dns: [serviceName] })
  return { certificateChain: leaf.pem + above.join(''), key: leaf.keyPem }
}
