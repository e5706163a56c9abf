import type { Answer } from '#lib/checks/verification/answer.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { type QuestionRow, questionColumns } from './question-row.ts'

export interface QuestionDetail extends QuestionRow {
  /** The payload of the statement. */
  readonly answer: Answer
  /** The signed statement (JWS, compact). */
  readonly statement: string
}

/** Throws `not-found`. */
export async function getQuestion(principal: Principal, id: string): Promise<QuestionDetail> {
  requireRole(principal, 'viewer')
  const query = `SELECT ${questionColumns}, v.answer, v.statement FROM verify_question v WHERE v.id = $1`
  const [found] = isUuid(id)
    ? await rows<{ [Key in keyof QuestionDetail]: QuestionDetail[Key] }>(pool(), query, [id])
    : []
  if (!found) throw new AppError('not-found', 'There is no such question.')
  return found
}
