import { valueOf } from '#lib/core/observed.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { readSct } from '#lib/x509/transparency/sct.ts'
import { stapledScts } from '#lib/x509/transparency/stapled-scts.ts'
import { ctPolicies } from './ct-policies.ts'
import { neededEmbedded } from './ct-standing.ts'
import type { AssessableAddress } from './per-address.ts'

/** SCTs that came by one way, unverified, and how many of them browsers ask for. */
export interface TimestampSet {
  /** `handshake`: in the TLS extension and the stapled OCSP response, which count together. */
  readonly from: 'certificate' | 'handshake'
  readonly count: number
  readonly needed: number
  /** SHA-256 of the logs' keys, as far as they could be read. */
  readonly logIds: ReadonlySet<string>
}

export function timestampSets(leaf: Certificate, { facts }: AssessableAddress, lifetimeDays: number): TimestampSet[] {
  const staple = valueOf(facts.ocspStaple)
  const sent = [
    ...(valueOf(facts.signedTimestamps) ?? []).map((sct) => Buffer.from(sct, 'base64')),
    ...(staple === null ? [] : stapledScts(Buffer.from(staple, 'base64'), leaf.serial)),
  ]
  return [
    {
      from: 'certificate',
      count: leaf.sctCount,
      needed: Math.min(...ctPolicies.map((policy) => neededEmbedded(policy, lifetimeDays))),
      logIds: new Set(leaf.scts.flatMap(({ logId }) => logId ?? [])),
    },
    {
      from: 'handshake',
      count: sent.length,
      needed: Math.min(...ctPolicies.map(({ delivered }) => delivered.scts)),
      logIds: new Set(sent.flatMap((sct) => logIdOf(sct) ?? [])),
    },
  ]
}

function logIdOf(sct: Uint8Array): string | null {
  try {
    const read = readSct(sct)
    return 'version' in read ? null : read.logId
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}
