import { certificatesInEvidence } from '#lib/checks/certificates-in-evidence.ts'
import type { Evidence } from '#lib/checks/contract.ts'
import { longestAcceptanceDays } from '#lib/checks/longest-acceptance.ts'
import { dayMs } from '#lib/core/time.ts'
import { type Db, rows } from '../sql.ts'

const longestMs = longestAcceptanceDays * dayMs

export interface AcceptanceLimit {
  /** The latest end that may be given. */
  readonly latest: Date
  /** Set where a certificate, and not the year, sets the limit. */
  readonly certificateEndsAt: Date | null
}

/**
 * How long a finding may be accepted. An acceptance never outlives the certificate that the evidence names: its
 * successor is to be judged afresh. A certificate that has ended already limits nothing but by the year.
 */
export function acceptanceLimit(ends: readonly Date[], now: Date): AcceptanceLimit {
  const year = new Date(now.getTime() + longestMs)
  const first = ends
    .filter((end) => end > now)
    .reduce<Date | null>((least, end) => (least === null || end < least ? end : least), null)
  return first !== null && first < year
    ? { latest: first, certificateEndsAt: first }
    : { latest: year, certificateEndsAt: null }
}

/** When the named certificates end, by hash. Those that are not on record are left out. */
export async function certificateEnds(db: Db, hashes: readonly string[]): Promise<Map<string, Date>> {
  if (hashes.length === 0) return new Map()
  const found = await rows<{ sha256: string; notAfter: Date }>(
    db,
    `SELECT encode(sha256, 'hex') AS sha256, not_after AS "notAfter" FROM certificate WHERE sha256 = ANY ($1::bytea[])`,
    [hashes.map((hash) => Buffer.from(hash, 'hex'))],
  )
  return new Map(found.map((row) => [row.sha256, row.notAfter]))
}

/** The limit of one finding, from its evidence and what `certificateEnds` found. */
export function limitOf(evidence: Evidence, ends: ReadonlyMap<string, Date>, now: Date): AcceptanceLimit {
  return acceptanceLimit(
    certificatesInEvidence(evidence).flatMap((hash) => ends.get(hash) ?? []),
    now,
  )
}
