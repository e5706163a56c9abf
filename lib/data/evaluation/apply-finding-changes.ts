import type { DecidedState, Lapse } from '#lib/checks/lapse.ts'
import type { FindingChange } from '#lib/checks/reconcile.ts'
import { newId } from '#lib/core/ids.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { assignOpened } from '../ownership/assign-opened.ts'
import { type Db, rows } from '../sql.ts'
import { storableJson } from '../storable.ts'

/** Findings of endpoints and of identities themselves, locked by id. */
export function lockFindings(
  tx: Db,
  endpointIds: readonly string[],
  identityIds: readonly string[],
): Promise<DecidedState[]> {
  return rows<{ [Key in keyof DecidedState]: DecidedState[Key] }>(
    tx,
    `SELECT id, check_id AS "checkId", subject_kind AS "subjectKind", subject_id AS "subjectId", status, severity,
            accepted_until AS "acceptedUntil", evidence, (proposal ->> 'until')::timestamptz AS "proposalUntil"
       FROM finding
      WHERE endpoint_id = ANY ($1::uuid[]) OR identity_id = ANY ($2::uuid[]) AND subject_kind = 'identity'
      ORDER BY id FOR NO KEY UPDATE`,
    [endpointIds, identityIds],
  )
}

interface Noted {
  readonly findingId: string
  readonly event: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** Writes changes of findings, what happened to each into its history, and what others want to hear into the outbox. */
export async function applyFindingChanges(
  tx: Db,
  changes: readonly FindingChange[],
  lapses: readonly Lapse[],
  now: Date,
): Promise<void> {
  if (changes.length + lapses.length === 0) return
  const opened = changes
    .filter((change) => change.kind === 'open')
    .map((change) => ({ ...change, findingId: newId(now.getTime()) }))
  const reopened = changes.filter((change) => change.kind === 'reopen')
  const updated = changes.filter((change) => change.kind === 'update')
  const resolved = changes.filter((change) => change.kind === 'resolve')
  await open(tx, opened, now)
  await stillFailing(tx, [...reopened, ...updated], now)
  const ended = lapses.filter((one) => one.kind !== 'proposal')
  const lapsed = lapses.filter((one) => one.kind === 'proposal')
  await reopen(
    tx,
    [...reopened, ...ended].map((change) => change.findingId),
  )
  await dropProposals(
    tx,
    lapsed.map((one) => one.findingId),
  )
  await resolve(
    tx,
    resolved.map((change) => change.findingId),
    now,
  )
  await note(tx, now, [
    ...opened.map(({ findingId, severity }): Noted => ({ findingId, event: 'opened', detail: { severity } })),
    ...reopened.map(
      ({ findingId, because, severity }): Noted => ({
        findingId,
        event: because === 'acceptance-expired' ? 'acceptance-expired' : 'reopened',
        detail: { because, severity },
      }),
    ),
    ...updated.flatMap(({ findingId, severity, previousSeverity }): Noted[] =>
      severity === previousSeverity
        ? []
        : [{ findingId, event: 'severity-changed', detail: { from: previousSeverity, to: severity } }],
    ),
    ...ended.map(
      ({ kind, findingId, because, severity }): Noted => ({
        findingId,
        event: kind === 'acceptance' ? 'acceptance-expired' : 'reopened',
        detail: { because, severity },
      }),
    ),
    ...resolved.map(({ findingId, because }): Noted => ({ findingId, event: 'resolved', detail: { because } })),
    ...lapsed.map(
      ({ findingId, because }): Noted => ({ findingId, event: 'acceptance-declined', detail: { because } }),
    ),
  ])
  await assignOpened(
    tx,
    opened.map((one) => one.findingId),
    now,
  )
}

type Opened = Extract<FindingChange, { kind: 'open' }> & { readonly findingId: string }

async function open(tx: Db, opened: readonly Opened[], now: Date): Promise<void> {
  if (opened.length === 0) return
  await tx.query(
    `INSERT INTO finding (id, check_id, subject_kind, subject_id, identity_id, endpoint_id, status, severity, evidence,
                          opened_at, last_seen_at, updated_at)
     SELECT t.id, check_id, kind::subject_kind, subject_id, CASE WHEN kind = 'identity' THEN subject_id ELSE e.identity_id END,
            e.id, 'open', severity::severity, evidence::jsonb, $7, $7, now()
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[])
         AS t(id, check_id, kind, subject_id, severity, evidence)
       LEFT JOIN endpoint e ON t.kind = 'endpoint' AND e.id = t.subject_id`,
    [
      opened.map((one) => one.findingId),
      opened.map((one) => one.verdict.checkId),
      opened.map((one) => one.verdict.subjectKind),
      opened.map((one) => one.verdict.subjectId),
      opened.map((one) => one.severity),
      opened.map((one) => storableJson(one.evidence)),
      now,
    ],
  )
}

async function stillFailing(
  tx: Db,
  changes: readonly Extract<FindingChange, { kind: 'reopen' | 'update' }>[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return
  await tx.query(
    `UPDATE finding SET severity = t.severity::severity, evidence = t.evidence::jsonb, last_seen_at = $4, updated_at = now()
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS t(id, severity, evidence) WHERE finding.id = t.id`,
    [
      changes.map((one) => one.findingId),
      changes.map((one) => one.severity),
      changes.map((one) => storableJson(one.evidence)),
      now,
    ],
  )
}

async function reopen(tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query(
    `UPDATE finding SET status = 'open', resolved_at = NULL, accepted_until = NULL, reason = NULL, approver_id = NULL,
            approver_name = NULL, times_reopened = times_reopened + 1, updated_at = now() WHERE id = ANY ($1::uuid[])`,
    [ids],
  )
}

async function resolve(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx.query(
    `UPDATE finding SET status = 'resolved', resolved_at = $2, accepted_until = NULL, approver_id = NULL,
            approver_name = NULL, updated_at = now()
      WHERE id = ANY ($1::uuid[])`,
    [ids, now],
  )
}

async function dropProposals(tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query('UPDATE finding SET proposal = NULL, updated_at = now() WHERE id = ANY ($1::uuid[])', [ids])
}

async function note(tx: Db, now: Date, notes: readonly Noted[]): Promise<void> {
  if (notes.length === 0) return
  const ids = notes.map((one) => one.findingId)
  const events = notes.map((one) => one.event)
  const details = notes.map((one) => storableJson(one.detail))
  await tx.query(
    `INSERT INTO finding_event (finding_id, at, kind, actor_name, actor_id, detail)
     SELECT id, $4, kind, $5, $6, detail::jsonb FROM unnest($1::uuid[], $2::text[], $3::text[]) AS t(id, kind, detail)`,
    [ids, events, details, now, systemPrincipal.name, systemPrincipal.id],
  )
  await tx.query(
    `INSERT INTO outbox_event (kind, payload)
     SELECT 'finding-' || kind, jsonb_build_object('findingId', id) || detail::jsonb
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS t(id, kind, detail)`,
    [ids, events, details],
  )
}
