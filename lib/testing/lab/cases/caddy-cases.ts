import { type CaddyOptions, caddy, startCaddy } from '../makes/caddy.ts'
import { certificates, serviceName } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

export const caddyCases: readonly CaseStart[] = [
  of('caddy-rsa', () => ({
    name: serviceName,
    certificates: [certificates.rsa()],
    suites: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
    curves: ['x25519', 'secp256r1'],
  })),
  of('caddy-ecdsa', () => ({
    name: serviceName,
    certificates: [certificates.ecdsa()],
    suites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
    curves: ['secp256r1'],
    alpn: ['h2', 'http/1.1'],
  })),
]

function of(name: string, options: () => CaddyOptions): CaseStart {
  return { name, make: caddy, start: () => startCaddy(options()) }
}
