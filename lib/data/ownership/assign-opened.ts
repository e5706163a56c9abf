import { systemPrincipal } from '#lib/core/principal.ts'
import { type Db, rows } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { selectOwnershipRules } from './list-ownership-rules.ts'
import { matchOwnership } from './match-ownership.ts'

interface OpenedFinding {
  readonly id: string
  readonly name: string
  readonly environmentId: string | null
}

/** Assigns findings that were just opened to whom the rule of their identity names. */
export async function assignOpened(tx: Db, findingIds: readonly string[], now: Date): Promise<void> {
  if (findingIds.length === 0) return
  const rules = await selectOwnershipRules(tx)
  if (rules.every(({ assigneeId }) => assigneeId === null)) return
  const users = await rows<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM app_user WHERE NOT banned AND id = ANY ($1::text[])',
    [rules.flatMap(({ assigneeId }) => assigneeId ?? [])],
  )
  const byId = new Map(users.map((user) => [user.id, user]))
  const opened = await rows<{ [Key in keyof OpenedFinding]: OpenedFinding[Key] }>(
    tx,
    `SELECT f.id, i.name, i.environment_id AS "environmentId" FROM finding f JOIN identity i ON i.id = f.identity_id
      WHERE f.id = ANY ($1::uuid[])`,
    [findingIds],
  )
  const assigned = opened.flatMap((finding) => {
    const rule = matchOwnership(rules, finding)
    const user = byId.get(rule?.assigneeId ?? '')
    return rule && user ? [{ id: finding.id, rule, user }] : []
  })
  if (assigned.length === 0) return
  await tx.query(
    `WITH assigned AS (
       UPDATE finding SET assignee_id = t.user_id FROM unnest($1::uuid[], $2::text[]) AS t(id, user_id) WHERE finding.id = t.id)
     INSERT INTO finding_event (finding_id, at, kind, actor_name, actor_id, detail)
     SELECT id, $4, 'assigned', $5, $6, detail::jsonb FROM unnest($1::uuid[], $3::text[]) AS t(id, detail)`,
    [
      assigned.map(({ id }) => id),
      assigned.map(({ user }) => user.id),
      assigned.map(({ rule, user }) =>
        storableJson({ assigneeId: user.id, assigneeName: user.name, ownershipRule: rule.namePattern }),
      ),
      now,
      systemPrincipal.name,
      systemPrincipal.id,
    ],
  )
}
