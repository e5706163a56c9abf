import { type Declared, declaredSchema } from '#lib/checks/declared.ts'
import type { IdentityFacts, OwnerFact } from '#lib/checks/facts.ts'
import { type Db, rows } from '../sql.ts'

/** What people and imports have set for an identity, beside its record itself. */
export type IdentityRecords = Pick<
  IdentityFacts,
  'lastSeenAt' | 'ownerRecord' | 'criticalUnusedGrants' | 'cryptographyReview'
> & { readonly declared: Declared | null }

interface RecordRow {
  identityId: string
  declared: unknown
  lastSeenAt: Date | null
  reviewedAt: Date | null
  reviewedBy: string | null
  hasDirectory: boolean
  owner: { active: boolean; since: string | null; source: string } | null
  criticalUnusedGrants: string[]
}

/** Grants that an identity is told of. */
const maxGrants = 100

/** By identity. One query. */
export async function loadIdentityRecords(
  db: Db,
  identityIds: readonly string[],
): Promise<Map<string, IdentityRecords>> {
  const found = await rows<RecordRow>(
    db,
    `SELECT i.id AS "identityId", i.declared, env.reviewed_at AS "reviewedAt", env.reviewed_by AS "reviewedBy",
            GREATEST(i.last_seen_at, (SELECT max(e.last_seen_at) FROM endpoint e WHERE e.identity_id = i.id)) AS "lastSeenAt",
            EXISTS (SELECT 1 FROM owner) AS "hasDirectory",
            (SELECT jsonb_build_object('active', o.active, 'since', o.since, 'source', o.source) FROM owner o WHERE o.name = i.owner) AS owner,
            ARRAY(SELECT other.name FROM identity other WHERE other.criticality = 'critical' AND other.name IN (
                    SELECT jsonb_array_elements_text(i.declared -> 'granted') WHERE i.declared ? 'granted'
                    EXCEPT SELECT jsonb_array_elements_text(i.declared -> 'used') WHERE i.declared ? 'used')
                  ORDER BY other.name LIMIT ${maxGrants}) AS "criticalUnusedGrants"
       FROM identity i LEFT JOIN environment env ON env.id = i.environment_id WHERE i.id = ANY ($1::uuid[])`,
    [identityIds],
  )
  return new Map(found.map((row) => [row.identityId, toRecords(row)]))
}

function toRecords(row: RecordRow): IdentityRecords {
  const declared = declaredSchema.safeParse(row.declared)
  const { reviewedAt, reviewedBy, hasDirectory, owner } = row
  return {
    declared: declared.success ? declared.data : null,
    lastSeenAt: row.lastSeenAt,
    cryptographyReview: reviewedAt === null ? null : { reviewedAt, reviewer: reviewedBy },
    criticalUnusedGrants: row.criticalUnusedGrants,
    ...(hasDirectory && { ownerRecord: owner && toOwner(owner) }),
  }
}

function toOwner({ active, since, source }: NonNullable<RecordRow['owner']>): OwnerFact {
  return { active, since: since === null ? null : new Date(since), source }
}
