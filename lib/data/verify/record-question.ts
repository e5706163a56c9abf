import type { Answer } from '#lib/checks/verification/answer.ts'
import { answerType } from '#lib/checks/verification/answer.ts'
import { signCompact } from '#lib/core/jws.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { activeSigningKey } from '../signing/signing-keys.ts'
import { indexable, storableJson } from '../storable.ts'
import { isUuid } from '../uuid.ts'

/** Signs an answer and puts it on record; gives the statement. Nothing is answered that is not on record. */
export async function recordQuestion(principal: Principal, answer: Answer): Promise<string> {
  requireRole(principal, 'viewer')
  // What a peer wrote may hold what the record can't: both say the same.
  const payload = storableJson(answer)
  const statement = signCompact(Buffer.from(payload), answerType, await activeSigningKey())
  const { asked, evidence } = answer
  await pool().query(
    `INSERT INTO verify_question (id, at, actor_kind, actor_id, actor_name, identity_name, identity_id, endpoint_id, question, verdict,
                                  answer, scanned, evidence_at, observation_ids, statement)
     VALUES ($1, $2, $3, $4, $5, $6, (SELECT id FROM identity WHERE id = $7::uuid), (SELECT id FROM endpoint WHERE id = $8::uuid), $9::jsonb, $10,
             $11::jsonb, $12, $13, $14::uuid[], $15)`,
    [
      answer.jti,
      answer.answeredAt,
      principal.kind,
      principal.id,
      indexable(principal.name),
      indexable(answer.sub),
      asked.identity.id,
      asked.endpoint.id,
      storableJson(asked),
      answer.verdict,
      payload,
      evidence.scanned,
      evidence.oldestAt,
      evidence.observations.flatMap(({ id }) => (id !== null && isUuid(id) ? [id] : [])),
      statement,
    ],
  )
  return statement
}
