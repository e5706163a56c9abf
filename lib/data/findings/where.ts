import { catalogue } from '#lib/checks/catalogue/index.ts'
import { dayMs } from '#lib/core/time.ts'
import { everyChoice } from '../filter-field.ts'
import { placesInCluster } from '../reuse/in-cluster.ts'
import { likeContains } from '../search/like-pattern.ts'
import { type DueState, type FindingFilter, none } from './filter.ts'
import { cameCondition, overdueAtCondition, settledCondition } from './history-conditions.ts'

/** What is joined to `finding f`. */
export const findingJoins = `LEFT JOIN endpoint e ON e.id = f.endpoint_id
  LEFT JOIN identity i ON i.id = f.identity_id
  LEFT JOIN environment env ON env.id = i.environment_id
  LEFT JOIN app_user u ON u.id = f.assignee_id`

/** The tables that the conditions speak of; `f` is the finding. */
export const findingTables = `finding f ${findingJoins}`

export interface Conditions {
  readonly where: string
  /** For the placeholders $1 … of `where`. */
  readonly values: readonly unknown[]
}

/** What a filter means in SQL, over `findingTables`. Lists, counts, groups, exports and bulk actions all ask here. */
export function findingConditions(
  filter: Omit<FindingFilter, 'sort' | 'cursor' | 'limit'>,
  now: Date = new Date(),
): Conditions {
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const named = (column: string, wanted: readonly string[]) => {
    const isOne = `${column} = ANY (${parameter(wanted.filter((name) => name !== none))}::text[])`
    return wanted.includes(none) ? `(${column} IS NULL OR ${isOne})` : isOne
  }
  const parts: string[] = []
  const { status, group } = filter
  if (!status.some((value) => value === everyChoice)) {
    parts.push(`f.status = ANY (${parameter(status.map((value) => value.replace('-', '_')))}::finding_status[])`)
  }
  if (filter.severity) parts.push(`f.severity = ANY (${parameter(filter.severity)}::severity[])`)
  if (filter.check) parts.push(`f.check_id = ANY (${parameter(filter.check)}::text[])`)
  if (group) parts.push(`f.check_id = ANY (${parameter(checkIds((check) => group.includes(check.group)))}::text[])`)
  if (filter.environment) parts.push(named('env.name', filter.environment))
  if (filter.owner) parts.push(named('i.owner', filter.owner))
  if (filter.identity) parts.push(`f.identity_id = ANY (${parameter(filter.identity)}::uuid[])`)
  if (filter.bound !== undefined) parts.push(`f.identity_id IS ${filter.bound ? 'NOT ' : ''}NULL`)
  if (filter.endpoint) parts.push(`f.endpoint_id = ANY (${parameter(filter.endpoint)}::uuid[])`)
  if (filter.cluster) parts.push(ofCluster(filter.cluster, parameter))
  if (filter.assignee) parts.push(named('f.assignee_id', filter.assignee))
  if (filter.openedAfter) parts.push(`f.opened_at >= ${parameter(filter.openedAfter)}::timestamptz`)
  if (filter.openedBefore) parts.push(`f.opened_at < ${parameter(filter.openedBefore)}::timestamptz`)
  if (filter.resolvedAfter) parts.push(`f.resolved_at >= ${parameter(filter.resolvedAfter)}::timestamptz`)
  if (filter.reopenedAfter)
    parts.push(
      `f.updated_at >= ${parameter(filter.reopenedAfter)}::timestamptz AND ${reopenedAfter(parameter(filter.reopenedAfter))}`,
    )
  if (filter.due) parts.push(`(${filter.due.map((state) => dueCondition(state, now, parameter)).join(' OR ')})`)
  if (filter.waiting !== undefined) parts.push(`f.proposal IS ${filter.waiting ? 'NOT ' : ''}NULL`)
  const bound = (at: Date | undefined) => (at === undefined ? null : parameter(at))
  if (filter.cameAfter || filter.cameBefore)
    parts.push(cameCondition(bound(filter.cameAfter), bound(filter.cameBefore)))
  if (filter.settledAfter || filter.settledBefore)
    parts.push(settledCondition(bound(filter.settledAfter), bound(filter.settledBefore)))
  if (filter.overdueAt) parts.push(overdueAtCondition(parameter(filter.overdueAt)))
  if (filter.q !== undefined) parts.push(textCondition(filter.q, parameter))
  return { where: parts.length === 0 ? 'true' : parts.join(' AND '), values }
}

/** Findings of endpoints tell of themselves; those of identities of all their endpoints. */
function ofCluster(cluster: string, parameter: (value: unknown) => string): string {
  const places = (column: string) => `SELECT pl.${column} FROM (${placesInCluster(cluster, parameter)}) pl`
  return `(f.endpoint_id IN (${places('endpoint_id')}) OR (f.subject_kind = 'identity' AND f.identity_id IN (${places('identity_id')})))`
}

function dueCondition(state: DueState, now: Date, parameter: (value: unknown) => string): string {
  const from = () => `${parameter(now)}::timestamptz`
  const until = (days: number) => `${parameter(new Date(now.getTime() + days * dayMs))}::timestamptz`
  switch (state) {
    case 'overdue':
      return `f.due_at <= ${from()}`
    case 'within-7-days':
      return `f.due_at > ${from()} AND f.due_at <= ${until(7)}`
    case 'within-30-days':
      return `f.due_at > ${from()} AND f.due_at <= ${until(30)}`
    case 'later':
      return `f.due_at > ${until(30)}`
    case 'none':
      return 'f.due_at IS NULL'
  }
}

/** Its history alone tells; whoever reopens also touches the finding, which keeps the look into histories short. */
function reopenedAfter(placeholder: string): string {
  return `EXISTS (SELECT 1 FROM finding_event v WHERE v.finding_id = f.id AND v.at >= ${placeholder}::timestamptz AND v.kind IN ('reopened', 'acceptance-expired'))`
}

/** Titles live in the checks' declarations, so they are searched here and not in the database. */
function textCondition(text: string, parameter: (value: unknown) => string): string {
  const wanted = text.toLowerCase()
  const ids = checkIds((check) => check.title.toLowerCase().includes(wanted) || check.id.includes(wanted))
  const pattern = parameter(likeContains(text))
  return `(f.check_id = ANY (${parameter(ids)}::text[]) OR e.host ILIKE ${pattern} OR i.name ILIKE ${pattern})`
}

function checkIds(chosen: (check: (typeof catalogue)[number]) => boolean): string[] {
  return catalogue.filter(chosen).map((check) => check.id)
}
