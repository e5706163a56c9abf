import type { Asked } from '#lib/checks/verification/answer.ts'
import type { VerificationVerdict } from '#lib/checks/verification/judge-endpoint.ts'

/** A question that was asked before a session, and what was answered. */
export interface QuestionRow {
  readonly id: string
  readonly at: Date
  readonly actorKind: 'user' | 'token' | 'system'
  readonly actorId: string | null
  /** As it was at that time. */
  readonly actorName: string
  readonly identityName: string
  /** Null where it is in no inventory, or no more. */
  readonly identityId: string | null
  readonly endpointId: string | null
  /** As it was understood. */
  readonly asked: Asked
  readonly verdict: VerificationVerdict
  /** Why there was no evidence as young as was asked for; null where there was. */
  readonly obstacle: string | null
  /** Whether a scan was made for it. */
  readonly scanned: boolean
  /** The oldest that the answer rests on; null where it rests on nothing. */
  readonly evidenceAt: Date | null
}

export const questionColumns = `v.id, v.at, v.actor_kind AS "actorKind", v.actor_id AS "actorId", v.actor_name AS "actorName",
  v.identity_name AS "identityName", v.identity_id AS "identityId", v.endpoint_id AS "endpointId", v.question AS asked, v.verdict,
  v.answer #>> '{obstacle,text}' AS obstacle, v.scanned, v.evidence_at AS "evidenceAt"`
