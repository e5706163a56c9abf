import { findCheck } from '#lib/checks/catalogue/index.ts'
import { certificatesInEvidence } from '#lib/checks/certificates-in-evidence.ts'
import type { ControlMapping, Evidence, Reference, Verdict } from '#lib/checks/contract.ts'
import { AppError } from '#lib/core/errors.ts'
import type { BoundedCount } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { type AcceptanceLimit, certificateEnds, limitOf } from './acceptance.ts'
import { countFindings } from './count-findings.ts'
import { activeStatuses } from './filter.ts'
import { type FindingColumns, type FindingRow, findingColumns, toFindingRow } from './finding-row.ts'
import { type FindingEvent, listFindingEvents } from './list-finding-events.ts'
import { findingTables } from './where.ts'

/** One finding with all that its page shows. */
export interface FindingDetail extends FindingRow {
  readonly evidence: Evidence
  /** Null where this version no longer has the check. */
  readonly guidance: FindingGuidance | null
  /** The newest judgement of the check on the subject; null where it is judged no more. */
  readonly verdict: FindingVerdict | null
  /** What the judgement rests on. */
  readonly observations: readonly FindingObservation[]
  /** Oldest first. */
  readonly events: readonly FindingEvent[]
  readonly acceptance: AcceptanceLimit
  /** Certificates on record that the evidence names as failing, by hash. */
  readonly certificates: readonly { readonly sha256: string; readonly endsAt: Date }[]
  /** Other active findings of the same subject, worst first; the first ten. */
  readonly siblings: readonly FindingRow[]
  readonly siblingCount: number
  /** Active findings of the same check, this one included. */
  readonly sameCheck: BoundedCount
}

export interface FindingGuidance {
  readonly why: string
  readonly fix: string
  readonly references: readonly Reference[]
  readonly controls: readonly ControlMapping[]
}

export interface FindingVerdict {
  readonly outcome: Verdict['outcome']
  readonly reason: string | null
  readonly since: Date
  readonly evaluatedAt: Date
  readonly observationIds: readonly string[]
  readonly certificateSha256: string | null
}

export interface FindingObservation {
  readonly id: string
  readonly endpointId: string
  readonly endpointName: string
  readonly ip: string | null
  readonly outcome: string
  readonly observedAt: Date
  readonly lastSeenAt: Date
}

const siblingLimit = 10

/** Throws `not-found`. */
export async function getFinding(principal: Principal, id: string, now: Date = new Date()): Promise<FindingDetail> {
  requireRole(principal, 'viewer')
  const [found] = isUuid(id) ? await select('f.id = $1', [id], 1) : []
  if (!found) throw new AppError('not-found', 'There is no such finding.')
  const { evidence, ...columns } = found
  const row = toFindingRow(columns)
  const verdict = await findVerdict(row)
  const [observations, events, ends, siblings, siblingCount, sameCheck] = await Promise.all([
    listObservations(verdict?.observationIds ?? []),
    listFindingEvents(principal, id),
    certificateEnds(pool(), certificatesInEvidence(evidence)),
    select(siblingCondition, [row.id, row.subjectKind, row.subjectId, activeStatuses], siblingLimit),
    countSiblings(row),
    countFindings(principal, { status: [...activeStatuses], check: [row.checkId] }),
  ])
  return {
    ...row,
    evidence,
    guidance: guidanceOf(row.checkId),
    verdict,
    observations,
    events,
    acceptance: limitOf(evidence, ends, now),
    certificates: [...ends].map(([sha256, endsAt]) => ({ sha256, endsAt })),
    siblings: siblings.map(({ evidence: _evidence, ...sibling }) => toFindingRow(sibling)),
    siblingCount,
    sameCheck,
  }
}

function guidanceOf(checkId: string): FindingGuidance | null {
  const check = findCheck(checkId)
  if (check === null) return null
  const { why, fix, references, controls } = check
  return { why, fix, references, controls }
}

type Selected = { [Key in keyof FindingColumns]: FindingColumns[Key] } & { evidence: Evidence }

function select(condition: string, values: unknown[], limit: number): Promise<Selected[]> {
  return rows<Selected>(
    pool(),
    `SELECT ${findingColumns}, f.evidence FROM ${findingTables} WHERE ${condition} ORDER BY f.severity DESC, f.id LIMIT ${limit}`,
    values,
  )
}

const siblingCondition =
  'f.id <> $1 AND f.subject_kind = $2::subject_kind AND f.subject_id = $3 AND f.status = ANY ($4::finding_status[])'

async function countSiblings(row: FindingRow): Promise<number> {
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM finding f WHERE ${siblingCondition}`,
    [row.id, row.subjectKind, row.subjectId, activeStatuses],
  )
  return counted?.count ?? 0
}

async function findVerdict(row: FindingRow): Promise<FindingVerdict | null> {
  const [verdict] = await rows<{ [Key in keyof FindingVerdict]: FindingVerdict[Key] }>(
    pool(),
    `SELECT replace(outcome::text, '_', '-') AS outcome, reason, since, evaluated_at AS "evaluatedAt", observation_ids AS "observationIds",
            encode(certificate_sha256, 'hex') AS "certificateSha256"
       FROM verdict WHERE check_id = $1 AND subject_kind = $2::subject_kind AND subject_id = $3`,
    [row.checkId, row.subjectKind, row.subjectId],
  )
  return verdict ?? null
}

function listObservations(ids: readonly string[]): Promise<FindingObservation[]> {
  return rows<{ [Key in keyof FindingObservation]: FindingObservation[Key] }>(
    pool(),
    `SELECT o.id, o.endpoint_id AS "endpointId", e.host || ':' || e.port AS "endpointName", host(a.ip) AS ip, o.outcome,
            o.observed_at AS "observedAt", o.last_seen_at AS "lastSeenAt"
       FROM observation o JOIN endpoint e ON e.id = o.endpoint_id LEFT JOIN address a ON a.id = o.address_id
      WHERE o.id = ANY ($1::uuid[]) ORDER BY o.last_seen_at DESC, o.id LIMIT 50`,
    [ids],
  )
}
