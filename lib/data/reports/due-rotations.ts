import type { RotationBasis } from '#lib/checks/rotation-due.ts'
import type { Principal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { requireRole } from '../require-role.ts'
import { type LeafDue, leafDue } from './leaf-due.ts'
import { loadRhythms } from './rotation-rhythm.ts'
import { type LeafScope, listServedLeaves } from './served-leaves.ts'

/**
 * `missed`: it expired and is still served. `overdue`: older than policy, rhythm or the urgent share of its life
 * allow. `due`: within the horizon. What is due later stands in no row.
 */
export const dueStates = ['missed', 'overdue', 'due'] as const

export type DueState = (typeof dueStates)[number]

/** A leaf that is served now and is to be rotated; without an identity, by endpoint. */
export interface DueRotation {
  readonly id: string
  readonly state: DueState
  readonly sha256: string
  readonly certificateName: string
  readonly identityId: string | null
  readonly identityName: string | null
  readonly owner: string | null
  readonly environment: string | null
  readonly endpointId: string
  readonly endpointLabel: string
  readonly endpoints: number
  readonly dueAt: Date
  readonly basis: RotationBasis
  readonly notBefore: Date
  readonly notAfter: Date
  /** What policy says; null where it says nothing. */
  readonly intervalSeconds: number | null
}

export interface DueRotations {
  /** In order of when they were or are due, up to `mostRows` of the state asked for. */
  readonly rows: readonly DueRotation[]
  readonly counts: Readonly<Record<DueState, number>>
  readonly asOf: Date
}

/** A page that shows more is no list to work through. */
export const mostRows = 500
export const horizonDays = 90

/** What is to be rotated in the next 90 days, and what should have been. */
export async function dueRotations(
  principal: Principal,
  scope: LeafScope & { readonly state?: readonly DueState[] | undefined },
  now: Date,
): Promise<DueRotations> {
  requireRole(principal, 'viewer')
  const leaves = await listServedLeaves(scope, false)
  const rhythms = await loadRhythms([...new Set(leaves.flatMap((leaf) => leaf.identityId ?? []))])
  const all = leaves.flatMap((leaf): DueRotation[] => toRow(leafDue(leaf, rhythms), now))
  const counts = { missed: 0, overdue: 0, due: 0 }
  for (const row of all) counts[row.state] += 1
  const wanted = scope.state
  const shown = all.filter((row) => wanted === undefined || wanted.includes(row.state))
  const rows = shown
    .sort((a, b) => +a.dueAt - +b.dueAt || a.certificateName.localeCompare(b.certificateName))
    .slice(0, mostRows)
  return { rows, counts, asOf: now }
}

function toRow({ leaf, period, policy, dueAt, basis }: LeafDue, now: Date): DueRotation[] {
  const state = period.endsAt <= now ? 'missed' : dueAt <= now ? 'overdue' : 'due'
  if (dueAt.getTime() > now.getTime() + horizonDays * dayMs) return []
  const { identityPolicy: _, environmentPolicy: __, certificateId, servedSince: ___, ...shown } = leaf
  const id = `${leaf.identityId ?? leaf.endpointId} ${certificateId}`
  return [{ ...shown, id, state, dueAt, basis, intervalSeconds: policy.rotationIntervalSeconds }]
}
