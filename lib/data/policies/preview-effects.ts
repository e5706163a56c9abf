import {
  listedEffects,
  mergeEffects,
  mostChanged,
  type PolicyEffects,
  sumChecks,
  sumMoves,
} from '#lib/checks/policy-effects.ts'
import type { Principal } from '#lib/core/principal.ts'
import type { Subjects } from '../evaluation/evaluate-subjects.ts'
import { requireRole } from '../require-role.ts'
import { type Db, rows } from '../sql.ts'
import { answeringTo } from './answering.ts'
import { type ComparedSubject, checkEffect, compareJudged } from './compare-judged.ts'
import { judgeSupposed } from './judge-supposed.ts'
import type { PolicyRef } from './policy-ref.ts'
import { readPolicy } from './read-policy.ts'
import type { PolicyInput } from './save-policy.ts'
import { type WrittenPolicy, writePolicy } from './write-policy.ts'

/** Subjects of one part, at least: judged twice, within a second or so. */
const partSize = 50

/** Where a preview ends that nobody follows part by part. */
const bounds = { subjects: 2000, ms: 30_000 } as const

/**
 * One part of what a policy would change for all that answers to it, from the subject at `from` on; judged from what is
 * recorded, with nothing saved. Throws `forbidden` below analyst, `not-found`, `invalid-input`.
 */
export async function previewEffectsPart(
  principal: Principal,
  ref: PolicyRef,
  input: PolicyInput,
  from = 0,
  now: Date = new Date(),
): Promise<PolicyEffects> {
  return effectsPart(writingOf(principal, ref, input), from, now)
}

/** The same of all parts, within bounds: `next` tells where it ended, null at the end. */
export async function previewEffects(
  principal: Principal,
  ref: PolicyRef,
  input: PolicyInput,
  now: Date = new Date(),
): Promise<PolicyEffects> {
  return allEffects(writingOf(principal, ref, input), now)
}

function writingOf(principal: Principal, ref: PolicyRef, { policy, trustStoreId }: PolicyInput): WritePolicies {
  requireRole(principal, 'analyst')
  const change = { policy: readPolicy(policy), trustStoreId }
  return async (tx) => [await writePolicy(tx, principal, ref, change)]
}

/** Writes what is supposed into a transaction that will be undone. */
export type WritePolicies = (tx: Db) => Promise<readonly WrittenPolicy[]>

export async function allEffects(write: WritePolicies, now: Date): Promise<PolicyEffects> {
  const end = Date.now() + bounds.ms
  let effects = await effectsPart(write, 0, now)
  while (effects.next !== null && effects.next < bounds.subjects && Date.now() < end) {
    effects = mergeEffects(effects, await effectsPart(write, effects.next, now))
  }
  return effects
}

async function effectsPart(write: WritePolicies, from: number, now: Date): Promise<PolicyEffects> {
  const { before, after, supposed } = await judgeSupposed(async (tx) => partOf(tx, await write(tx), from), now)
  const compared = [...after].flatMap(([id, judged]) => {
    const was = before.get(id)
    return was ? [compareJudged(was, judged)] : []
  })
  return { ...sum(compared), answering: supposed.answering, next: supposed.next }
}

interface Part extends Subjects {
  readonly answering: PolicyEffects['answering']
  readonly next: number | null
}

/** Identities come first, then endpoints that are bound to none, each by id: the same order for every part. */
async function partOf(tx: Db, written: readonly WrittenPolicy[], from: number): Promise<Part> {
  const { endpointIds, identityIds } = await answeringTo(tx, written)
  const endpoints = await rows<{ id: string; loose: boolean }>(
    tx,
    'SELECT id, identity_id IS NULL AS loose FROM endpoint WHERE id = ANY ($1::uuid[]) AND enabled ORDER BY id',
    [endpointIds],
  )
  const all = [
    ...identityIds.map((id) => ({ id, identity: true })),
    ...endpoints.flatMap(({ id, loose }) => (loose ? [{ id, identity: false }] : [])),
  ]
  // Each part writes all that is supposed anew, so that a document of thousands is taken in larger ones.
  const end = from + Math.max(partSize, Math.ceil(written.length / 4))
  const part = all.slice(from, end)
  return {
    identityIds: part.flatMap(({ id, identity }) => (identity ? [id] : [])),
    endpointIds: part.flatMap(({ id, identity }) => (identity ? [] : [id])),
    answering: { identities: identityIds.length, endpoints: endpoints.length },
    next: end < all.length ? end : null,
  }
}

function sum(compared: readonly ComparedSubject[]): Omit<PolicyEffects, 'answering' | 'next'> {
  const changed = compared.filter((one) => one.changed > 0 || one.ladder.length > 0)
  const total = (count: (one: ComparedSubject) => number) => compared.reduce((all, one) => all + count(one), 0)
  return {
    judged: {
      identities: total(({ identity }) => (identity ? 1 : 0)),
      endpoints: total(({ endpoints }) => endpoints),
      verdicts: total(({ judged }) => judged),
    },
    changed: {
      verdicts: total((one) => one.changed),
      identities: changed.filter(({ identity }) => identity !== null).length,
    },
    checks: sumChecks(compared.flatMap(({ verdicts }) => verdicts.map(checkEffect))),
    identities: mostChanged(
      changed.map(({ identity, changed, ladder, proven }) => ({ identity, changed, ladder, proven })),
    ),
    verdicts: changed
      .flatMap(({ identity, verdicts }) => verdicts.map((one) => ({ ...one, identity })))
      .slice(0, listedEffects),
    ladder: sumMoves(compared.flatMap(({ ladder }) => ladder.map((move) => ({ ...move, identities: 1 })))),
    proven: {
      gained: total(({ proven }) => (proven && !proven.from && proven.to ? 1 : 0)),
      lost: total(({ proven }) => (proven?.from && !proven.to ? 1 : 0)),
    },
  }
}
