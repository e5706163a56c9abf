import type { Answer } from '#lib/checks/verification/answer.ts'
import { answerType } from '#lib/checks/verification/answer.ts'
import { signCompact } from '#lib/core/jws.ts'
import type { Principal } from '#lib/core/principal.ts'
import { answersPool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { isActiveKey, signWithActive } from '../signing/signing-keys.ts'
import { rows } from '../sql.ts'
import { indexable, storableJson } from '../storable.ts'
import { isUuid } from '../uuid.ts'

/** Signs an answer and puts it on record; gives the statement. Nothing is answered that is not on record. */
export async function recordQuestion(principal: Principal, answer: Answer): Promise<string> {
  requireRole(principal, 'viewer')
  // What a peer wrote may hold what the record can't: both say the same.
  const payload = storableJson(answer)
  const { asked, evidence } = answer
  return signWithActive(async (key) => {
    const statement = signCompact(Buffer.from(payload), answerType, key)
    const recorded = await rows<{ id: string }>(answersPool(), insert, [
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
      key.kid,
    ])
    return recorded.length === 0 ? null : statement
  })
}

/** Nothing where the key signs no more. */
const insert = `INSERT INTO verify_question (id, at, actor_kind, actor_id, actor_name, identity_name, identity_id, endpoint_id, question, verdict,
                               answer, scanned, evidence_at, observation_ids, statement)
  SELECT $1::uuid, $2::timestamptz, $3::text, $4::text, $5::text, $6::text, (SELECT id FROM identity WHERE id = $7::uuid),
         (SELECT id FROM endpoint WHERE id = $8::uuid), $9::jsonb, $10::text, $11::jsonb, $12::boolean, $13::timestamptz, $14::uuid[], $15::text
   WHERE ${isActiveKey('$16')} RETURNING id`
