import type { Principal } from '#lib/core/principal.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { ensureIdentities } from '../identities/ensure-identities.ts'
import { readIdentityName } from '../identities/identity-name.ts'
import { holdOverrides } from '../policies/hold-overrides.ts'
import { type Db, rows } from '../sql.ts'
import { listRules } from './list-rules.ts'
import { identityNameFor, matchRule } from './match-rule.ts'
import type { RuleRow } from './rule.ts'

/**
 * Binds these endpoints, or all where null, by the saved rules: the first that matches wins. Bindings made by hand or by
 * an import stay. Returns how many bindings changed. Throws `forbidden` as `holdOverrides` does.
 */
export async function applyRulesInTransaction(
  tx: Db,
  principal: Principal,
  endpointIds: readonly string[] | null,
  now: Date,
): Promise<number> {
  const rules = await listRules(principal, tx)
  const endpoints = await lockBindable(tx, endpointIds)
  const bound = endpoints.map((endpoint) => ({ ...endpoint, match: bindingOf(rules, endpoint.host) }))
  const identities = await ensureIdentities(
    tx,
    principal,
    bound.flatMap(({ match }) => (match ? [match.identity] : [])),
    'rule',
  )
  const changed = bound.flatMap((one) => {
    const identityId = one.match ? (identities.get(one.match.identity.name) ?? null) : null
    const ruleId = one.match?.rule.id ?? null
    return identityId === one.identityId && ruleId === one.ruleId ? [] : [{ ...one, next: identityId, ruleId }]
  })
  if (changed.length === 0) return 0
  const subjects = { endpointIds: changed.map((one) => one.id), identityIds: [] }
  await holdOverrides(tx, principal, subjects, 'rules', () => bind(tx, changed))
  const left = changed.flatMap((one) => one.identityId ?? [])
  await judgeOrMarkDue(tx, { endpointIds: changed.map((one) => one.id), identityIds: left }, now)
  return changed.length
}

interface Rebound {
  readonly id: string
  /** The identity that it is bound to now. */
  readonly next: string | null
  readonly ruleId: string | null
}

async function bind(tx: Db, changed: readonly Rebound[]): Promise<void> {
  await tx.query(
    `UPDATE endpoint e SET identity_id = t.identity_id, rule_id = t.rule_id, updated_at = now(),
            bound_by = CASE WHEN t.identity_id IS NULL THEN NULL ELSE 'rule'::binding_origin END
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS t(id, identity_id, rule_id) WHERE e.id = t.id`,
    [changed.map((one) => one.id), changed.map((one) => one.next), changed.map((one) => one.ruleId)],
  )
}

interface Bindable {
  readonly id: string
  readonly host: string
  readonly identityId: string | null
  readonly ruleId: string | null
}

function lockBindable(tx: Db, endpointIds: readonly string[] | null): Promise<Bindable[]> {
  return rows<{ [Key in keyof Bindable]: Bindable[Key] }>(
    tx,
    `SELECT id, host, identity_id AS "identityId", rule_id AS "ruleId" FROM endpoint
      WHERE (bound_by IS NULL OR bound_by = 'rule') AND ($1::uuid[] IS NULL OR id = ANY ($1::uuid[])) ORDER BY id FOR NO KEY UPDATE`,
    [endpointIds],
  )
}

/** The identity that the rules give a host; null where none matches, or where the name that comes out is none. */
export function bindingOf<
  Rule extends Pick<RuleRow, 'hostPattern' | 'identityName' | 'owner' | 'environmentId' | 'criticality'>,
>(rules: readonly Rule[], host: string) {
  const rule = matchRule(rules, host)
  if (!rule) return null
  const name = readIdentityName(identityNameFor(rule.identityName, host))
  if ('problem' in name) return null
  const { owner, environmentId, criticality } = rule
  return { rule, identity: { ...name, owner, environmentId, criticality } }
}
