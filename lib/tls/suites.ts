import type { ProtocolVersion } from './observation.ts'
import type { Recommended } from './registry/recommended.ts'
import { registeredSuites, unregisteredSuites } from './registry/suites.ts'
import { readSuiteName, type SuiteFamily, type SuiteParts } from './suite-name.ts'

export interface CipherSuite {
  readonly name: string
  /** Strength of the bulk cipher: 3DES counts 112 (SP 800-57 part 1), export suites 40 or 56, NULL 0. */
  readonly bits: number
}

/** All that the registry and the name of a suite tell. */
export interface SuiteInfo extends CipherSuite, SuiteParts {
  readonly id: number
  /** IANA's Recommended column; null where the value is not registered. */
  readonly recommended: Recommended | null
  readonly forwardSecrecy: boolean
  /** No secrecy, no authentication, or a cipher or MAC that is broken: less than 128 bits, RC4, 64-bit blocks, MD5. */
  readonly weak: boolean
}

const entries = new Map<number, { readonly name: string; readonly recommended: Recommended | null }>()
for (const [id, name] of unregisteredSuites) entries.set(id, { name, recommended: null })
for (const [id, name, recommended] of registeredSuites) entries.set(id, { name, recommended })

const read = new Map<number, SuiteInfo>()
const lists = new Map<string, readonly number[]>()

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746 3.3). */
export const renegotiationScsv = 0x00ff
/** TLS_FALLBACK_SCSV (RFC 7507 4). */
export const fallbackScsv = 0x5600

/** A suite by its two-byte value, null for one that neither the registry nor a known draft has. */
export function suiteInfo(id: number): SuiteInfo | null {
  const known = read.get(id)
  if (known) return known
  const entry = entries.get(id)
  if (!entry) return null
  const parts = readSuiteName(entry.name)
  const forwardSecrecy = /^(tls13|ecdhe|dhe|ecdhe-psk|dhe-psk|srp|eccpwd)$/.test(parts.keyExchange)
  const info = { id, ...entry, ...parts, forwardSecrecy, weak: isWeak(parts) }
  read.set(id, info)
  return info
}

/** A suite by its two-byte value; one that the table lacks is named by its value (`0x1306`) with 0 bits. */
export function cipherSuite(id: number): CipherSuite {
  const info = suiteInfo(id)
  return info ? { name: info.name, bits: info.bits } : { name: `0x${id.toString(16).padStart(4, '0')}`, bits: 0 }
}

export type KeyExchange = 'tls13' | 'ecdhe' | 'dhe' | 'rsa' | 'other'

/** How the suite agrees on its keys, as far as a handshake without pre-shared keys and passwords is concerned. */
export function keyExchange(id: number): KeyExchange {
  const kind = suiteInfo(id)?.keyExchange
  if (kind === 'ecdhe' || kind === 'dhe' || kind === 'rsa' || kind === 'tls13') return kind
  return id >> 8 === 0x13 ? 'tls13' : 'other'
}

/** Every known value of a family, in the order of its values; of all families where none is named. */
export function suiteIds(family?: SuiteFamily): readonly number[] {
  return remembered(`family ${family}`, () =>
    [...entries.keys()]
      .filter((id) => family === undefined || suiteInfo(id)?.family === family)
      .toSorted((left, right) => left - right),
  )
}

const suitesOfTls13 = [0x1302, 0x1303, 0x1301, 0x1304, 0x1305]

/**
 * Every suite worth asking a server for at this version, best first: without weakness, with forward secrecy, AEAD, then
 * by strength. TLS 1.3: the five of RFC 8446; TLS 1.2: all but those of TLS 1.3; before: those without AEAD and SHA-2.
 * SSL 2.0 has its own values (ssl2.ts), so none here.
 */
export function suitesOf(version: ProtocolVersion): readonly number[] {
  if (version === 'TLSv1.3') return suitesOfTls13
  if (version === 'SSLv2') return []
  return remembered(version === 'TLSv1.2' ? 'asked at 1.2' : 'asked before 1.2', () =>
    [...suiteIds('any'), ...(version === 'TLSv1.2' ? suiteIds('tls12') : [])].toSorted(byMerit),
  )
}

/** Those of `suitesOf` that are weak, best first; for TLS 1.3 the two that only protect integrity (RFC 9150). */
export function weakSuitesOf(version: ProtocolVersion): readonly number[] {
  if (version === 'TLSv1.3') return suiteIds('tls13').filter((id) => suiteInfo(id)?.bits === 0)
  return remembered(`weak at ${version}`, () => suitesOf(version).filter((id) => suiteInfo(id)?.weak))
}

function remembered(key: string, make: () => readonly number[]): readonly number[] {
  const list = lists.get(key) ?? make()
  lists.set(key, list)
  return list
}

function isWeak({ bits, cipher, mac, authentication, blockBits }: SuiteParts): boolean {
  return bits < 128 || cipher.startsWith('RC4') || mac === 'MD5' || authentication === 'anon' || blockBits === 64
}

function byMerit(left: number, right: number): number {
  return merit(right) - merit(left) || left - right
}

/** Weighs what counts more above all that counts less. */
function merit(id: number): number {
  const info = suiteInfo(id)
  if (!info) return 0
  const { weak, recommended, forwardSecrecy, aead, authentication, bits, keyExchange: kind } = info
  const ordinary = authentication === 'rsa' || authentication === 'ecdsa'
  const marks = [!weak, ordinary && kind !== 'srp', forwardSecrecy, aead, recommended === 'Y', kind === 'ecdhe']
  return marks.reduce((sum, mark) => sum * 2 + Number(mark), 0) * 512 + bits
}
