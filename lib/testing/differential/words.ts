import { keyExchangeGroup } from '#lib/tls/groups.ts'
import type { ProtocolVersion } from '#lib/tls/observation.ts'
import { cipherSuite } from '#lib/tls/suites.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import type { Notes } from './sightings.ts'

const versions: Readonly<Record<string, ProtocolVersion>> = {
  SSLv2: 'SSLv2',
  SSLv3: 'SSLv3',
  'TLSv1.0': 'TLSv1',
  'TLSv1.1': 'TLSv1.1',
  'TLSv1.2': 'TLSv1.2',
  'TLSv1.3': 'TLSv1.3',
}

/** A version as most scanners name it. */
export function versionWord(name: string): ProtocolVersion | null {
  return versions[name] ?? null
}

/** IANA's name by a value as text (`0xC02F`, `xc02f`, `x9f`). */
export function suiteWord(value: string): string {
  return cipherSuite(Number.parseInt(value.replace(/^0?x/i, ''), 16)).name
}

export function groupWord(value: string): string {
  return keyExchangeGroup(Number.parseInt(value.replace(/^0?x/i, ''), 16)).name
}

const opensslGroups: Readonly<Record<string, string>> = {
  prime256v1: 'secp256r1',
  prime192v1: 'secp192r1',
  ecdh_x25519: 'x25519',
  ecdh_x448: 'x448',
  x25519: 'x25519',
  x448: 'x448',
}

/** IANA's name of a curve that OpenSSL or nmap names. */
export function curveWord(name: string): string {
  return opensslGroups[name] ?? opensslGroups[name.toLowerCase()] ?? name
}

/** A leaf in the words in which it is compared: as our own reader reads it. */
export function noteLeaf(notes: Notes, der: Uint8Array): void {
  const { sha256, subjectCommonNames, subjectAltNames, publicKey, signatureAlgorithm, notBefore, notAfter, serial } =
    parseCertificate(der)
  notes
    .add('leaf', sha256)
    .add('leaf: common name', ...subjectCommonNames)
    .add('leaf: names', ...subjectAltNames.filter(({ kind }) => kind === 'dns').map(({ value }) => value))
    .add('leaf: key', keyText(publicKey.algorithm, publicKey.bits))
    .add('leaf: signature', signatureAlgorithm)
    .add('leaf: not before', instantWord(notBefore))
    .add('leaf: not after', instantWord(notAfter))
    .add('leaf: serial', serial.replace(/^0+/, '').toUpperCase())
}

/** `rsa 2048`, `ec 256`, `ed25519`. */
export function keyText(algorithm: string, bits: number | string | null): string {
  const name = algorithm.toLowerCase()
  return name.startsWith('ed') || bits === null ? name : `${name} ${bits}`
}

/** An instant that a scanner wrote, to the minute, in UTC. */
export function instantWord(text: string): string {
  const utc = /Z$|GMT$/.test(text) ? text : `${text.replace(' ', 'T')}Z`
  return new Date(utc).toISOString().slice(0, 16)
}

/** A clock that differs from ours by so many seconds. */
export function clockWord(ahead: number): string {
  return Math.abs(ahead) <= 300 ? 'right' : 'wrong'
}
