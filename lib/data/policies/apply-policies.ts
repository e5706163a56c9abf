import type { Policy } from '#lib/checks/policy.ts'
import { policyDifferences, type RuleDifference } from '#lib/checks/policy-difference.ts'
import type { PolicyEffects } from '#lib/checks/policy-effects.ts'
import { AppError, type InputProblem } from '#lib/core/errors.ts'
import { hasRole, type Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { lockEndpoints } from '../evaluation/lock-subjects.ts'
import { refuseInput } from '../require-input.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { type NamedPolicy, recordedPolicies } from './export-policies.ts'
import type { PolicyEntry } from './policy-document.ts'
import type { PolicyRef } from './policy-ref.ts'
import { type ReadPolicies, readPolicyYaml } from './policy-yaml.ts'
import { allEffects } from './preview-effects.ts'
import { auditPolicies } from './save-policy.ts'
import { settlePolicies } from './settle-policy.ts'
import { type PolicyWriting, type WrittenPolicy, writePolicies } from './write-policy.ts'

export interface ApplyOptions {
  /** Nothing is saved: says what would be. */
  readonly dryRun: boolean
  /** Environments and identities that the document does not name lose their policies and stores. */
  readonly prune: boolean
  readonly note?: string | null
  readonly source?: 'file' | 'api'
}

export interface PolicyPlanEntry {
  readonly kind: PolicyRef['kind']
  readonly name: string
  readonly differences: readonly RuleDifference[]
  /** Not named by the document. */
  readonly pruned: boolean
}

export interface PolicyPlan {
  readonly applied: boolean
  readonly changes: readonly PolicyPlanEntry[]
  readonly unchanged: number
  /** Of a dry run: what it would do to verdicts; null otherwise, and where nothing would change. */
  readonly effects: PolicyEffects | null
}

/**
 * Makes policies what a document (YAML or JSON) says, all in one transaction, or none. Applied twice, it changes nothing
 * the second time. Throws `invalid-input` with a problem per line, `forbidden` below analyst, or below admin where an
 * environment would change.
 */
export async function applyPolicies(
  principal: Principal,
  text: string,
  options: ApplyOptions,
  now: Date = new Date(),
): Promise<PolicyPlan> {
  requireRole(principal, 'analyst')
  const read = readPolicyYaml(text)
  if ('problems' in read) {
    const problems = read.problems.map(({ line, column, problem }) => ({
      at: `line ${line}, column ${column}`,
      problem,
    }))
    refuseInput(problems)
  }
  const steps = await planSteps(pool(), read, options.prune)
  const changing = steps.filter(({ differences }) => differences.length > 0)
  if (changing.some(({ ref }) => ref.kind === 'environment') && !hasRole(principal, 'admin'))
    throw new AppError(
      'forbidden',
      `Policies of environments would change: this needs the role admin; yours is ${principal.role}.`,
    )
  const plan = {
    changes: changing.map(({ ref, name, differences, pruned }) => ({ kind: ref.kind, name, differences, pruned })),
    unchanged: steps.length - changing.length,
  }
  const { source = 'file', note = null } = options
  const write = (tx: Db) => writeAll(tx, principal, changing, { source, note })
  if (options.dryRun)
    return { ...plan, applied: false, effects: changing.length === 0 ? null : await allEffects(write, now) }
  if (changing.length > 0) await inTransaction(async (tx) => settlePolicies(tx, await write(tx), now))
  return { ...plan, applied: true, effects: null }
}

interface Step {
  readonly ref: PolicyRef
  readonly name: string
  readonly policy: Policy
  readonly trustStoreId: string | null
  readonly differences: readonly RuleDifference[]
  readonly pruned: boolean
}

type Read = Extract<ReadPolicies, { readonly document: unknown }>

async function planSteps(db: Db, { document, lineOf }: Read, prune: boolean): Promise<Step[]> {
  const stores = await storeIds(db)
  const problems: (InputProblem & { readonly line: number })[] = []
  const fault = (path: readonly string[], problem: string) => {
    const line = lineOf(path)
    problems.push({ line, at: `line ${line}`, problem })
  }
  const steps: Step[] = []
  for (const [section, kind] of [['environments', 'environment'] as const, ['identities', 'identity'] as const]) {
    const entries = document[section]
    const recorded = new Map(
      (await recordedPolicies(db, kind, Object.keys(entries), prune)).map((row) => [row.name, row]),
    )
    for (const [name, { trustStore }] of Object.entries(entries)) {
      if (!recorded.has(name)) fault([section, name], `there is no ${kind} named ${name}`)
      if (trustStore !== undefined && !stores.has(trustStore))
        fault([section, name, 'trustStore'], `there is no trust store named ${trustStore}`)
    }
    steps.push(...[...recorded.values()].map((row) => stepOf(kind, row, entries[row.name], stores)))
  }
  if (problems.length === 0) return steps
  refuseInput(problems.toSorted((a, b) => a.line - b.line).map(({ at, problem }) => ({ at, problem })))
}

function stepOf(
  kind: PolicyRef['kind'],
  row: NamedPolicy,
  entry: PolicyEntry | undefined,
  stores: ReadonlyMap<string, string>,
): Step {
  const { trustStore = null, ...policy } = entry ?? {}
  return {
    ref: { kind, id: row.id },
    name: row.name,
    policy,
    trustStoreId: trustStore === null ? null : (stores.get(trustStore) ?? null),
    differences: policyDifferences(row, { policy, trustStore }),
    pruned: entry === undefined,
  }
}

async function storeIds(db: Db): Promise<Map<string, string>> {
  const found = await rows<{ id: string; name: string }>(db, 'SELECT id, name FROM trust_store')
  return new Map(found.map(({ id, name }) => [name, id]))
}

async function writeAll(
  tx: Db,
  principal: Principal,
  steps: readonly Step[],
  writing: PolicyWriting,
): Promise<WrittenPolicy[]> {
  const identityIds = steps.flatMap(({ ref }) => (ref.kind === 'identity' ? [ref.id] : []))
  const endpoints = await rows<{ id: string }>(tx, 'SELECT id FROM endpoint WHERE identity_id = ANY ($1::uuid[])', [
    identityIds,
  ])
  await lockEndpoints(
    tx,
    endpoints.map(({ id }) => id),
  )
  const written: WrittenPolicy[] = []
  for (const kind of ['environment', 'identity'] as const) {
    const changes = new Map(steps.flatMap((step) => (step.ref.kind === kind ? [[step.ref.id, step] as const] : [])))
    written.push(...(await writePolicies(tx, principal, kind, changes, writing)))
  }
  await auditPolicies(tx, principal, written, writing)
  return written
}
