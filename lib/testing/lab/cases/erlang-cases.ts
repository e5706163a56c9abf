import { type ErlangOptions, erlang, startErlang } from '../makes/erlang.ts'
import { certificates } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

const tls13 = ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'] as const

export const erlangCases: readonly CaseStart[] = [
  of('erlang-rsa', () => ({
    certificates: [certificates.rsa()],
    suites: [...tls13, 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-GCM-SHA256'],
    supportedGroups: ['x25519', 'secp256r1'],
    eccs: ['secp384r1', 'secp256r1'],
  })),
  of('erlang-ecdsa', () => ({
    certificates: [certificates.ecdsa()],
    suites: [...tls13, 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
    supportedGroups: ['secp256r1', 'secp384r1'],
    eccs: ['secp256r1', 'secp384r1'],
    alpn: ['http/1.1'],
  })),
]

function of(name: string, options: () => ErlangOptions): CaseStart {
  return { name, make: erlang, start: () => startErlang(options()) }
}
