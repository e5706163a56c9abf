import type { ServerFlight } from '#lib/tls/flight.ts'
import type { ProtocolVersion } from '#lib/tls/observation.ts'
import { signatureScheme } from '#lib/tls/signature-schemes.ts'
import { type SuiteInfo, suiteInfo } from '#lib/tls/suites.ts'

/** What a server chose from the lists of one hello. */
export interface FlightChoice {
  readonly version: ProtocolVersion
  readonly suite: number
  readonly suiteInfo: SuiteInfo | null
  /** Null: the suite has none, or it was not said. */
  readonly group: number | null
  readonly scheme: number | null
  readonly alpn: string | null
}

/** Null where no ServerHello and no HelloRetryRequest came. */
export function choiceOf({ hello, retry, keyExchange, proof }: ServerFlight): FlightChoice | null {
  const said = hello ?? retry
  if (!said) return null
  const { version, suiteId } = said
  const tls13 = version === 'TLSv1.3'
  return {
    version,
    suite: suiteId,
    suiteInfo: suiteInfo(suiteId),
    group: tls13 ? said.groupId : (keyExchange?.groupId ?? null),
    scheme: tls13 ? (proof?.scheme ?? null) : (keyExchange?.scheme ?? null),
    alpn: said.alpn,
  }
}

/** The suite needs a named curve. */
export function isEcdhe(suite: number): boolean {
  return /^ecdhe(-psk)?$/.test(suiteInfo(suite)?.keyExchange ?? '')
}

/** The server signs its share: the suite is ephemeral and not anonymous. */
export function isSigned(suite: number): boolean {
  const info = suiteInfo(suite)
  return (info?.keyExchange === 'ecdhe' || info?.keyExchange === 'dhe') && info.authentication !== 'anon'
}

export function authenticationOf(suite: number): string {
  return suiteInfo(suite)?.authentication ?? 'unknown'
}

/** The suite needs a finite field that the server names. */
export function isDhe(suite: number): boolean {
  return /^dhe(-psk)?$/.test(suiteInfo(suite)?.keyExchange ?? '')
}

/** The authentication of the suites that use this scheme (RFC 8422 5.1: EdDSA serves those of ECDSA). */
export function signerOf(scheme: number): string {
  const type = signatureScheme(scheme)?.keyType
  if (type === 'rsa-pss') return 'rsa'
  if (type === 'eddsa') return 'ecdsa'
  return type === 'dsa' ? 'dss' : (type ?? 'unknown')
}
