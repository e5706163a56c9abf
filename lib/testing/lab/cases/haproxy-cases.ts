import { ocspResponse } from '../../certificates/ocsp-response.ts'
import { haproxy, startHaproxy } from '../makes/haproxy.ts'
import type { MakeOptions } from '../makes/make.ts'
import { certificates, clientAuthority, otherName, rsaIssuer } from './credentials.ts'
import { dhParameters } from './dh-parameters.ts'
import type { CaseStart } from './lab-case.ts'

const plain = {
  ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256',
  ciphersuites: 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256',
  groups: 'X25519:P-256',
} as const

export const haproxyCases: readonly CaseStart[] = [
  of('haproxy-two-certificates', () => ({
    ...plain,
    certificates: [certificates.rsa(), certificates.ecdsa()],
    alpn: ['h2', 'http/1.1'],
  })),
  // It takes the certificate of ECDSA for whoever offers suites of that kind, and has none of them.
  of('haproxy-suites-of-rsa-alone', () => ({
    ...plain,
    ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:AES128-GCM-SHA256',
    certificates: [certificates.rsa(), certificates.ecdsa()],
  })),
  of('haproxy-older-suites-of-rsa-alone', () => ({
    ...plain,
    ciphers: 'AECDH-AES128-SHA:ECDHE-RSA-AES128-SHA:AES128-SHA:@SECLEVEL=0',
    versions: ['TLSv1.1', 'TLSv1.2'],
    certificates: [certificates.rsa(), certificates.ecdsa()],
  })),
  of('haproxy-client-preference', () => ({
    ...plain,
    certificates: [certificates.ecdsa()],
    preference: 'client',
    tickets: false,
  })),
  // Which certificate is its own choice all the same.
  of('haproxy-client-preference-two-certificates', () => ({
    ...plain,
    ciphers: `${plain.ciphers}:ECDHE-RSA-AES128-GCM-SHA256`,
    certificates: [certificates.rsa(), certificates.ecdsa()],
    preference: 'client',
  })),
  of('haproxy-strict-names', () => ({
    ...plain,
    certificates: [certificates.rsa()],
    sni: { name: otherName, credentials: certificates['other-name']() },
    strictSni: true,
  })),
  of('haproxy-mtls', () => ({
    ...plain,
    certificates: [certificates.ecdsa()],
    clients: 'required',
    clientCa: clientAuthority().pem,
  })),
  of('haproxy-mtls-optional', () => ({
    ...plain,
    certificates: [certificates.ecdsa()],
    versions: ['TLSv1.2'],
    clients: 'optional',
    clientCa: clientAuthority().pem,
  })),
  of('haproxy-staple-and-early-data', () => ({
    ...plain,
    certificates: [certificates.rsa()],
    staple: ocspResponse(certificates.rsa().leaf, rsaIssuer()),
    earlyData: true,
  })),
  of('haproxy-legacy', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    ciphers: 'DHE-RSA-AES128-SHA:AES128-SHA:ECDHE-RSA-AES128-SHA:DHE-RSA-AES256-SHA256:@SECLEVEL=0',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'P-384',
    dhParameters: dhParameters.modp2048(),
  })),
]

function of(name: string, options: () => MakeOptions): CaseStart {
  return { name, make: haproxy, start: () => startHaproxy(options()) }
}
