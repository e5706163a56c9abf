import { ocspResponse } from '../../certificates/ocsp-response.ts'
import { type NginxOptions, nginx, startNginx } from '../makes/nginx.ts'
import { certificates, clientAuthority, rsaIssuer, serviceName } from './credentials.ts'
import { dhParameters } from './dh-parameters.ts'
import type { CaseStart } from './lab-case.ts'

const plain = {
  ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256',
  ciphersuites: 'TLS_AES_128_GCM_SHA256',
  groups: 'X25519:prime256v1',
} as const

export const nginxCases: readonly CaseStart[] = [
  // Mozilla's intermediate profile of version 5.7.
  of('nginx-intermediate', () => ({
    certificates: [certificates.rsa(), certificates.ecdsa()],
    ciphers:
      'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305',
    ciphersuites: 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256',
    groups: 'X25519:prime256v1:secp384r1',
    preference: 'client',
    dhParameters: dhParameters.modp2048(),
    alpn: ['h2', 'http/1.1'],
    tickets: false,
    lines: [
      'add_header Strict-Transport-Security "max-age=63072000" always;',
      'add_header X-Frame-Options DENY always;',
      `add_header Content-Security-Policy "script-src 'nonce-$request_id'" always;`,
      'add_header Set-Cookie "session=$request_id; Secure; HttpOnly" always;',
      'add_header Set-Cookie "theme=dark" always;',
      'server_tokens off;',
      'ssl_session_cache shared:lab:1m;',
    ],
  })),
  of('nginx-hole', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1', 'TLSv1.2'],
    ciphers: 'ECDHE-RSA-AES256-SHA:AES256-SHA:ECDHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0',
    groups: 'secp521r1:secp384r1',
    preference: 'server',
    lines: ['ssl_session_cache shared:lab:1m;'],
  })),
  of('nginx-mtls', () => ({
    ...plain,
    certificates: [certificates.ecdsa()],
    clients: 'required',
    clientCa: clientAuthority().pem,
  })),
  of('nginx-mtls-optional', () => ({
    ...plain,
    certificates: [certificates.ecdsa()],
    clients: 'optional',
    clientCa: clientAuthority().pem,
  })),
  of('nginx-mtls-unchecked', () => ({ ...plain, certificates: [certificates.ecdsa()], clients: 'optional' })),
  of('nginx-strict-names', () => ({
    ...plain,
    certificates: [],
    sni: { name: serviceName, credentials: certificates.ecdsa() },
    strictSni: true,
  })),
  of('nginx-two-names', () => ({
    ...plain,
    certificates: [certificates['other-name']()],
    sni: { name: serviceName, credentials: certificates.rsa() },
  })),
  of('nginx-early-data', () => ({
    ...plain,
    certificates: [certificates.rsa()],
    versions: ['TLSv1.3'],
    earlyData: true,
  })),
  // It keeps sessions itself, and forgets one that a refused hello named.
  of('nginx-kept-sessions', () => ({
    ...plain,
    groups: 'X25519',
    certificates: [certificates.ecdsa()],
    tickets: false,
    lines: ['ssl_session_cache builtin:100;'],
  })),
  of('nginx-staple', () => ({
    ...plain,
    certificates: [certificates.rsa()],
    staple: ocspResponse(certificates.rsa().leaf, rsaIssuer()),
  })),
]

function of(name: string, options: () => NginxOptions): CaseStart {
  return { name, make: nginx, start: () => startNginx(options()) }
}
