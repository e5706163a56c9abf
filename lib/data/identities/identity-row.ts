import { type Rung, rungs } from '#lib/checks/contract.ts'
import type { Severity } from '#lib/core/severity.ts'
import type { IdentityDue } from '../rotations/load-identity-due.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import type { Proven, RungStatus } from './filter.ts'
import { provenColumn } from './identity-conditions.ts'

/** An identity in a list. */
export interface IdentityRow {
  readonly id: string
  readonly kind: 'dns' | 'spiffe'
  readonly name: string
  readonly owner: string | null
  readonly environment: string | null
  /** Null where it has no environment. */
  readonly production: boolean | null
  readonly criticality: 'low' | 'medium' | 'high' | 'critical'
  /** declared, rule or import. */
  readonly origin: string
  readonly ladder: Readonly<Record<Rung, RungStatus>>
  readonly proven: Proven
  readonly worstSeverity: Severity | null
  /** Open and acknowledged. */
  readonly openFindings: number
  /** Enabled ones. */
  readonly endpointCount: number
  /** The end of the certificate that ends first. */
  readonly nextExpiryAt: Date | null
  /** The start of the oldest leaf that is served now: its age is the rotation age. */
  readonly leafSince: Date | null
  /** Null where no certificate is served, or the identity is retired. */
  readonly rotation: IdentityDue | null
  readonly lastSeenAt: Date | null
  readonly evaluatedAt: Date | null
  readonly retiredAt: Date | null
  readonly createdAt: Date
}

/** Over `identity i`: one query for each row that is given, none for the others. */
export const leafSince = `(SELECT min(c.not_before) FROM ${servedPlaces} JOIN certificate c ON c.id = p.certificate_id
  WHERE e.identity_id = i.id AND p.position = 0 AND ${servedNow})`

const ladderColumn = `jsonb_build_object(${rungs.map((rung) => `'${rung}', replace(i.${rung}::text, '_', '-')`).join(', ')})`

/** Over `identityTables`. */
export const identityRowColumns = `i.id, i.kind, i.name, i.owner, env.name AS environment, env.production, i.criticality, i.origin,
  ${ladderColumn} AS ladder, ${provenColumn} AS proven, i.worst_severity AS "worstSeverity", i.open_findings AS "openFindings",
  i.endpoint_count AS "endpointCount", i.next_expiry_at AS "nextExpiryAt", ${leafSince} AS "leafSince",
  i.last_seen_at AS "lastSeenAt", i.evaluated_at AS "evaluatedAt", i.retired_at AS "retiredAt", i.created_at AS "createdAt"`

export type IdentityColumns = { [Key in keyof Omit<IdentityRow, 'rotation'>]: IdentityRow[Key] }

/** Adds when the next rotation of each is due. */
export function toIdentityRows(
  found: readonly IdentityColumns[],
  due: ReadonlyMap<string, IdentityDue>,
): IdentityRow[] {
  return found.map((row) => ({ ...row, rotation: due.get(row.id) ?? null }))
}
