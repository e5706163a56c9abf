import { isDeepStrictEqual } from 'node:util'
import { type Declared, declaredSchema } from '#lib/checks/declared.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { type DeclaredChange, readDeclaredFile } from './declared-file.ts'
import { recordExposures } from './record-exposures.ts'
import { readDeclared, writeDeclared } from './save-declared.ts'

/** What a line comes to. */
export interface DeclaredResult {
  readonly line: number
  readonly identity: string
  readonly identityId: string | null
  readonly outcome: 'changed' | 'unchanged' | 'not-found'
  /** Members that change. */
  readonly members: readonly string[]
}

export interface DeclaredImport {
  readonly counts: { readonly changed: number; readonly unchanged: number; readonly 'not-found': number }
  readonly results: readonly DeclaredResult[]
  readonly problems: readonly { readonly line: number; readonly problem: string }[]
}

interface Decided extends DeclaredResult {
  readonly before: Declared
  readonly after: Declared
}

/** What importing a file would come to; writes nothing. Throws `forbidden` below analyst. */
export async function previewDeclared(principal: Principal, text: string): Promise<DeclaredImport> {
  requireRole(principal, 'analyst')
  const file = readDeclaredFile(text)
  return toldOf(await decide(pool(), file.lines, false), file.problems)
}

/**
 * Imports declared facts, by the names of identities: every line that can be used is, the others are told of. One entry
 * in the activity log for each identity that changes; it is judged anew. Throws `forbidden` below analyst.
 */
export async function importDeclared(
  principal: Principal,
  sent: string,
  now: Date = new Date(),
): Promise<DeclaredImport> {
  requireRole(principal, 'analyst')
  const { problems, lines, keys } = readDeclaredFile(sent)
  await recordExposures(principal, keys, 'declared facts', now)
  return inTransaction(async (tx) => {
    const endpointIds = await lockEndpointsOf(
      tx,
      lines.map(({ identity }) => identity),
    )
    const decided = await decide(tx, lines, true)
    const changed = new Map<string, { readonly before: Declared; readonly after: Declared }>()
    // Several lines may speak of one identity: the first knows what stood before, the last all that was said.
    for (const { identityId, outcome, before, after } of decided)
      if (outcome === 'changed' && identityId !== null)
        changed.set(identityId, { before: changed.get(identityId)?.before ?? before, after })
    for (const [identityId, said] of changed) await writeDeclared(tx, principal, identityId, said, { source: 'import' })
    const identityIds = [...changed.keys()]
    const concerned = identityIds.flatMap((id) => endpointIds.get(id) ?? [])
    if (identityIds.length > 0) await judgeOrMarkDue(tx, { endpointIds: concerned, identityIds }, now)
    return toldOf(decided, problems)
  })
}

/** Endpoints are locked before identities, as everywhere (`inTransaction`). By identity. */
async function lockEndpointsOf(tx: Db, names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<{ id: string; identityId: string }>(
    tx,
    `SELECT id, identity_id AS "identityId" FROM endpoint WHERE identity_id IN (SELECT i.id FROM identity i WHERE i.name = ANY ($1::text[]))
      ORDER BY id FOR NO KEY UPDATE`,
    [[...new Set(names.flatMap((name) => [name, name.toLowerCase()]))]],
  )
  return new Map(
    [...Map.groupBy(found, ({ identityId }) => identityId)].map(([id, own]) => [id, own.map((one) => one.id)]),
  )
}

async function decide(
  db: Db,
  lines: readonly { readonly line: number; readonly identity: string; readonly change: DeclaredChange }[],
  locked: boolean,
): Promise<Decided[]> {
  const found = await rows<{ id: string; name: string; declared: unknown }>(
    db,
    `SELECT id, name, declared FROM identity WHERE name = ANY ($1::text[]) ORDER BY id ${locked ? 'FOR NO KEY UPDATE' : ''}`,
    [[...new Set(lines.flatMap(({ identity }) => [identity, identity.toLowerCase()]))]],
  )
  const byName = new Map(found.map((row) => [row.name, row]))
  const standing = new Map(found.map(({ id, declared }) => [id, readDeclared(declared)]))
  return lines.map(({ line, identity, change }): Decided => {
    const row = byName.get(identity) ?? byName.get(identity.toLowerCase())
    if (row === undefined)
      return { line, identity, identityId: null, outcome: 'not-found', members: [], before: {}, after: {} }
    const before = standing.get(row.id) ?? {}
    const after = apply(before, change)
    standing.set(row.id, after)
    const members = membersOf(before, after)
    const outcome = members.length === 0 ? 'unchanged' : 'changed'
    return { line, identity: row.name, identityId: row.id, outcome, members, before, after }
  })
}

function apply(before: Declared, change: DeclaredChange): Declared {
  const merged = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null && value !== undefined)
  return declaredSchema.parse(Object.fromEntries(merged))
}

function membersOf(before: Declared, after: Declared): string[] {
  const was = new Map<string, unknown>(Object.entries(before))
  const is = new Map<string, unknown>(Object.entries(after))
  return [...new Set([...was.keys(), ...is.keys()])].filter((key) => !isDeepStrictEqual(was.get(key), is.get(key)))
}

function toldOf(decided: readonly Decided[], problems: DeclaredImport['problems']): DeclaredImport {
  const count = (outcome: DeclaredResult['outcome']) => decided.filter((one) => one.outcome === outcome).length
  return {
    counts: { changed: count('changed'), unchanged: count('unchanged'), 'not-found': count('not-found') },
    results: decided.map(({ before: _before, after: _after, ...result }) => result),
    problems,
  }
}
