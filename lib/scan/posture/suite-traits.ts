import { signatureScheme, signatureSchemeIds } from '#lib/tls/signature-schemes.ts'
import { suiteIds, suiteInfo } from '#lib/tls/suites.ts'

const ecdhe = 1
const dhe = 2
const signed = 4
const ecdsa = 8
const chaCha = 16
const usual = 32

/** By value: hundreds of suites are looked at for each hello. */
const traits = new Uint8Array(0x10000)
const authentications = new Map<number, string>()
for (const id of suiteIds()) {
  const info = suiteInfo(id)
  if (!info) continue
  const { keyExchange, authentication, cipher } = info
  authentications.set(id, authentication)
  traits[id] =
    (keyExchange === 'ecdhe' || keyExchange === 'ecdhe-psk' ? ecdhe : 0) |
    (keyExchange === 'dhe' || keyExchange === 'dhe-psk' ? dhe : 0) |
    ((keyExchange === 'ecdhe' || keyExchange === 'dhe') && authentication !== 'anon' ? signed : 0) |
    (authentication === 'ecdsa' ? ecdsa : 0) |
    (cipher.startsWith('CHACHA20') ? chaCha : 0) |
    (/^(AES_(128|256)_GCM|CHACHA20)/.test(cipher) ? usual : 0)
}

function has(suite: number, trait: number): boolean {
  return ((traits[suite] ?? 0) & trait) !== 0
}

/** The suite needs a named curve. */
export function isEcdhe(suite: number): boolean {
  return has(suite, ecdhe)
}

/** The suite needs a finite field that the server names. */
export function isDhe(suite: number): boolean {
  return has(suite, dhe)
}

/** The server signs its share: the suite is ephemeral and not anonymous. */
export function isSigned(suite: number): boolean {
  return has(suite, signed)
}

export function isEcdsa(suite: number): boolean {
  return has(suite, ecdsa)
}

/** OpenSSL's PrioritizeChaCha takes a client's first suite for its wish. */
export function isChaCha(suite: number): boolean {
  return has(suite, chaCha)
}

/** A suite that short lists have, too. */
export function isUsual(suite: number): boolean {
  return has(suite, usual)
}

export function authenticationOf(suite: number): string {
  return authentications.get(suite) ?? 'unknown'
}

const signers = new Map(signatureSchemeIds().map((id) => [id, readSigner(id)]))

/** The authentication of the suites that use this scheme (RFC 8422 5.1: EdDSA serves those of ECDSA). */
export function signerOf(scheme: number): string {
  return signers.get(scheme) ?? readSigner(scheme)
}

function readSigner(scheme: number): string {
  const type = signatureScheme(scheme)?.keyType
  if (type === 'rsa-pss') return 'rsa'
  if (type === 'eddsa') return 'ecdsa'
  return type === 'dsa' ? 'dss' : (type ?? 'unknown')
}
