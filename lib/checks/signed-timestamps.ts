import { valueOf } from '#lib/core/observed.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { AssessableAddress } from './per-address.ts'

/** SCTs that came by one way, and how many of them browsers ask for. */
export interface TimestampSet {
  readonly from: 'certificate' | 'handshake'
  readonly count: number
  readonly needed: number
  /** SHA-256 of the logs' keys, as far as they could be read. */
  readonly logIds: ReadonlySet<string>
}

/** From this life on a certificate needs one more (Chrome CT policy). */
const longLifeDays = 180

export function timestampSets(leaf: Certificate, { facts }: AssessableAddress, lifetimeDays: number): TimestampSet[] {
  const sent = valueOf(facts.signedTimestamps) ?? []
  return [
    {
      from: 'certificate',
      count: leaf.sctCount,
      needed: lifetimeDays <= longLifeDays ? 2 : 3,
      logIds: new Set(leaf.scts.flatMap(({ logId }) => logId ?? [])),
    },
    { from: 'handshake', count: sent.length, needed: 2, logIds: new Set(sent.flatMap((one) => logIdOf(one) ?? [])) },
  ]
}

/** Whether a set is what browsers ask for: enough of them, by two operators at least. Null: an operator is not known. */
export function isEnough(
  { count, needed, logIds }: TimestampSet,
  operators: ReadonlyMap<string, string> | null,
): boolean | null {
  // One log vouches once, and two operators have two logs.
  if (count < needed || logIds.size < 2) return false
  const known = [...logIds].flatMap((id) => operators?.get(id) ?? [])
  if (new Set(known).size >= 2) return true
  return known.length === logIds.size ? false : null
}

/** RFC 6962 3.2: the version, 0 for the only one there is, then the id of the log. */
function logIdOf(sct: string): string | null {
  const bytes = Buffer.from(sct, 'base64')
  return bytes.length < 47 || bytes[0] !== 0 ? null : bytes.toString('hex', 1, 33)
}
