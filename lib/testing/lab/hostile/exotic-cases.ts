import type { ProtocolVersion } from '#lib/tls/observation.ts'
import type { CaseAccepted } from '../cases/lab-case.ts'
import type { LabServer } from '../tls-server.ts'
import { startOld, startSsl2 } from './exotic.ts'

/** A server of which only these facts can be had: it ends, or falls silent, behind its first flight. */
export interface ExoticCase {
  readonly name: string
  start(): Promise<LabServer>
  readonly versions: readonly ProtocolVersion[]
  readonly suites: Readonly<Partial<Record<ProtocolVersion, CaseAccepted>>>
  /** Null: no version is spoken that could have it. */
  readonly compression: boolean | null
  /** What its randoms tell; absent: nothing. */
  readonly clock?: 'right' | 'wrong'
}

const old = (...accepted: readonly string[]): CaseAccepted => ({
  accepted,
  preference: accepted.length === 1 ? 'single' : 'server',
})

/** What no package speaks any more. nmap finds the same of each (`sslv2`, `ssl-enum-ciphers`), but takes SSL 2.0 alone for no TLS. */
export const exoticCases: readonly ExoticCase[] = [
  ...(['closes', 'waits', 'alert', 'ssl2-error'] as const).map((toTls) => ({
    name: `ssl2-only-${toTls}`,
    start: () => startSsl2({ toTls }),
    versions: ['SSLv2'] as const,
    // The server names what it has, and the client picks.
    suites: {
      SSLv2: {
        accepted: ['SSL_CK_RC4_128_WITH_MD5', 'SSL_CK_RC4_128_EXPORT40_WITH_MD5', 'SSL_CK_DES_192_EDE3_CBC_WITH_MD5'],
        preference: 'client' as const,
      },
    },
    compression: null,
  })),
  {
    name: 'ssl3-only',
    start: () => startOld({ version: 0x0300, suites: [0x0005, 0x000a] }),
    versions: ['SSLv3'],
    suites: { SSLv3: old('TLS_RSA_WITH_RC4_128_SHA', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA') },
    compression: false,
  },
  {
    name: 'tls10-export-and-des',
    // Nobody set its clock since the year before last.
    start: () => startOld({ version: 0x0301, suites: [0x0003, 0x0009, 0x0008], aheadSeconds: -600 * 86_400 }),
    versions: ['TLSv1'],
    suites: {
      TLSv1: old('TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'TLS_RSA_WITH_DES_CBC_SHA', 'TLS_RSA_EXPORT_WITH_DES40_CBC_SHA'),
    },
    compression: false,
    clock: 'wrong',
  },
  {
    name: 'tls11-with-compression',
    start: () => startOld({ version: 0x0302, suites: [0x002f, 0x0035], compression: true, aheadSeconds: 1 }),
    versions: ['TLSv1.1'],
    suites: { 'TLSv1.1': old('TLS_RSA_WITH_AES_128_CBC_SHA', 'TLS_RSA_WITH_AES_256_CBC_SHA') },
    compression: true,
    clock: 'right',
  },
]
