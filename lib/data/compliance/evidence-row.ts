import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { Evidence } from '#lib/checks/contract.ts'
import type { Severity } from '#lib/core/severity.ts'
import type { FindingStatus } from '../findings/filter.ts'
import type { verdictOutcomes } from './filter.ts'
import { verdictTables } from './verdict-conditions.ts'

/** One verdict with all that it rests on. */
export interface EvidenceRow {
  /** Stable for the pair of check and subject. */
  readonly id: string
  readonly checkId: string
  /** From the check's declaration; its id where this version no longer has the check. */
  readonly title: string
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  /** `host:port` or the identity's name. */
  readonly subjectName: string
  readonly identity: { readonly id: string; readonly name: string } | null
  readonly environment: string | null
  readonly owner: string | null
  readonly outcome: (typeof verdictOutcomes)[number]
  readonly severity: Severity | null
  /** Why it is not applicable or not assessed. */
  readonly reason: string | null
  readonly evidence: Evidence
  /** Since when the outcome has stood. */
  readonly since: Date
  /** When the subject was last judged; null where it never was. */
  readonly evaluatedAt: Date | null
  /** Those that are still on record. */
  readonly observationIds: readonly string[]
  /** When these observations were last seen to hold, the oldest of them; null where none is kept. */
  readonly observedAt: Date | null
  readonly method: string
  /** The leaf that was judged, SHA-256 in hex; null where there was none or several (the evidence names each). */
  readonly certificateSha256: string | null
  /** The newest finding of this check and subject; null where there never was one. */
  readonly finding: EvidenceFinding | null
}

export interface EvidenceFinding {
  readonly id: string
  readonly status: FindingStatus
  readonly acceptedUntil: Date | null
  readonly reason: string | null
}

/** A uuid of its own for each verdict, for keyset pages. */
export const evidenceId = 'md5(v.check_id || v.subject_kind::text || v.subject_id::text)::uuid'

/** Over `evidenceTables`. */
export const evidenceColumns = `${evidenceId} AS id,
  v.check_id AS "checkId", v.subject_kind AS "subjectKind", v.subject_id AS "subjectId", e.host, e.port, e.server_name AS "serverName",
  e.transport, i.id AS "identityId", i.name AS "identityName", env.name AS environment, i.owner,
  replace(v.outcome::text, '_', '-') AS outcome, v.severity, v.reason, v.evidence, v.since,
  COALESCE(CASE v.subject_kind WHEN 'endpoint' THEN e.evaluated_at ELSE i.evaluated_at END, v.evaluated_at) AS "evaluatedAt",
  COALESCE(seen.kept, '{}') AS "observationIds", seen."observedAt", seen.engines, encode(v.certificate_sha256, 'hex') AS "certificateSha256",
  f.id AS "findingId", replace(f.status::text, '_', '-') AS "findingStatus", f.accepted_until AS "acceptedUntil", f.reason AS "findingReason"`

export const evidenceTables = `${verdictTables}
  LEFT JOIN finding f ON f.check_id = v.check_id AND f.subject_kind = v.subject_kind AND f.subject_id = v.subject_id
  LEFT JOIN LATERAL (
       SELECT array_agg(o.id ORDER BY o.id) AS kept, min(o.last_seen_at) AS "observedAt",
              array_agg(DISTINCT o.facts #>> '{trust,value,engine}') FILTER (WHERE o.facts #>> '{trust,value,engine}' IS NOT NULL) AS engines
         FROM observation o WHERE o.id = ANY (v.observation_ids)) seen ON true`

type Plain = Omit<
  { [Key in keyof EvidenceRow]: EvidenceRow[Key] },
  'title' | 'subjectName' | 'identity' | 'method' | 'finding'
>

export interface EvidenceColumns extends Plain {
  host: string | null
  port: number | null
  serverName: string | null
  transport: string | null
  identityId: string | null
  identityName: string | null
  engines: string[] | null
  findingId: string | null
  findingStatus: FindingStatus | null
  acceptedUntil: Date | null
  findingReason: string | null
}

export function toEvidenceRow(columns: EvidenceColumns): EvidenceRow {
  const {
    host,
    port,
    serverName,
    transport,
    identityId,
    identityName,
    engines,
    findingId,
    findingStatus,
    acceptedUntil,
    findingReason,
    ...rest
  } = columns
  const name = host === null ? (identityName ?? 'removed') : endpointName(host, port ?? 0, serverName ?? '')
  return {
    ...rest,
    title: findCheck(rest.checkId)?.title ?? rest.checkId,
    subjectName: name,
    identity: identityId === null ? null : { id: identityId, name: identityName ?? '' },
    method: methodText(rest.observationIds.length, transport, engines ?? []),
    finding:
      findingId === null || findingStatus === null
        ? null
        : { id: findingId, status: findingStatus, acceptedUntil, reason: findingReason },
  }
}

/** How the facts were gathered. A judgement without observation rests on the inventory alone. */
export function methodText(observations: number, transport: string | null, engines: readonly string[]): string {
  if (observations === 0) return 'Inventory record; no handshake'
  const prelude = transport === null || transport === 'tls' ? '' : ` after STARTTLS (${transport})`
  const judged = engines.length === 0 ? '' : `; path judged by ${engines.join(', ')}`
  return `Active TLS handshake${prelude}${judged}`
}

/** The SNI is named where it is another than the host. */
function endpointName(host: string, port: number, serverName: string): string {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return serverName === host || serverName === '' ? address : `${address} (${serverName})`
}
