import { ParseError } from '../parse-error.ts'
import type { SignatureOutcome } from '../path/signature.ts'
import type { CtLog } from './ct-log.ts'
import { type LoggedCertificate, readLoggedCertificate } from './logged-certificate.ts'
import { readSct, type Sct } from './sct.ts'
import { type LogEntry, verifySct } from './verify-sct.ts'

/** How an SCT came: with the certificate, in the TLS extension, or in the OCSP response that the server stapled. */
export type SctSource = 'certificate' | 'handshake' | 'staple'

/** An SCT with what is known of its signature, whatever the time and the log's state. Plain JSON. */
export interface SignedTimestamp {
  readonly from: SctSource
  /** SHA-256 of the log's key in hex; null where it could not be read. */
  readonly logId: string | null
  /** ISO 8601; null where it could not be read or is no time until the year 9999. */
  readonly at: string | null
  /** `unknown-issuer`: an embedded SCT signs the hash of the issuer's key, and the issuer is not at hand. */
  readonly signature: 'verified' | 'mismatch' | 'unknown-log' | 'unknown-issuer' | 'unknown-version' | 'malformed'
}

/** What came with a certificate. */
export interface PresentedScts {
  readonly der: Uint8Array
  /** SHA-256 of the issuer's SubjectPublicKeyInfo in hex; null where the issuer is not at hand. */
  readonly issuerKeySha256: string | null
  /** As they were sent. */
  readonly handshake: readonly Uint8Array[]
  readonly staple: readonly Uint8Array[]
}

/** Reads all SCTs of a certificate and verifies each under the key of its log. Never throws. */
export function signedTimestamps(
  presented: PresentedScts,
  logs: ReadonlyMap<string, CtLog>,
): readonly SignedTimestamp[] {
  const { der, issuerKeySha256, handshake, staple } = presented
  const logged = tryRead(der)
  const whole: LogEntry = { kind: 'x509', der }
  const before: LogEntry | null =
    issuerKeySha256 === null || !logged?.precertificate
      ? null
      : { kind: 'precertificate', toBeSigned: logged.precertificate, issuerKeySha256 }
  return [
    ...(logged?.embedded ?? []).map((sct) => judged('certificate', sct, before, logs)),
    ...handshake.map((sct) => judged('handshake', sct, whole, logs)),
    ...staple.map((sct) => judged('staple', sct, whole, logs)),
  ]
}

function tryRead(der: Uint8Array): LoggedCertificate | null {
  try {
    return readLoggedCertificate(der)
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

function judged(
  from: SctSource,
  bytes: Uint8Array,
  entry: LogEntry | null,
  logs: ReadonlyMap<string, CtLog>,
): SignedTimestamp {
  const sct = tryReadSct(bytes)
  if (sct === null) return { from, logId: null, at: null, signature: 'malformed' }
  if ('version' in sct) return { from, logId: null, at: null, signature: 'unknown-version' }
  const log = logs.get(sct.logId)
  const told = { from, logId: sct.logId, at: instant(sct.at) }
  if (log === undefined) return { ...told, signature: 'unknown-log' }
  if (entry === null) return { ...told, signature: 'unknown-issuer' }
  const outcome: SignatureOutcome = verifySct(sct, entry, log)
  return { ...told, signature: outcome === 'verified' ? 'verified' : 'mismatch' }
}

function tryReadSct(bytes: Uint8Array): Sct | { readonly version: number } | null {
  try {
    return readSct(bytes)
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

function instant(at: number): string | null {
  return at > lastInstant ? null : new Date(at).toISOString()
}
