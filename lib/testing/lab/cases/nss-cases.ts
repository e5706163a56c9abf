import { type NssOptions, nss, startNss } from '../makes/nss.ts'
import { certificates, clientAuthority } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

export const nssCases: readonly CaseStart[] = [
  of('nss-ssl3', () => ({
    certificates: [certificates.rsa()],
    versions: ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2'],
    // RC4, 3DES and AES by RSA and DHE; ECDHE with AES.
    suites: [0x0005, 0x0004, 0x000a, 0x002f, 0x0033, 0x0016, 0xc013, 0xc02f],
    namedGroups: ['P256', 'FF2048'],
    flags: ['-G'],
  })),
  of('nss-ssl3-only', () => ({
    certificates: [certificates.rsa()],
    versions: ['SSLv3'],
    suites: [0x0005, 0x000a, 0x0035],
  })),
  of('nss-modern', () => ({
    certificates: [certificates.rsa(), certificates.ecdsa()],
    suites: [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xcca9],
    namedGroups: ['x25519', 'P256', 'P384', 'FF3072'],
    http: true,
    tickets: true,
    earlyData: true,
  })),
  of('nss-mtls', () => ({
    certificates: [certificates.ecdsa()],
    suites: [0x1301, 0xc02b],
    namedGroups: ['P256'],
    clients: 'required',
    clientCa: clientAuthority().pem,
  })),
]

function of(name: string, options: () => NssOptions): CaseStart {
  return { name, make: nss, start: () => startNss(options()) }
}
