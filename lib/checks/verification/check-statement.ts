import { type JwsProblem, jwsProblems, type PublicJwk, verifyCompact } from '#lib/core/jws.ts'
import { secondMs } from '#lib/core/time.ts'
import { type Answer, answerSchema, answerType } from './answer.ts'

/** What the asker knows of the question that the statement is to answer; what is absent is not compared. */
export interface StatementExpectation {
  readonly now: Date
  readonly identity?: string
  readonly host?: string
  readonly port?: number
  readonly audience?: string
  readonly nonce?: string
  readonly issuer?: string
  /** False: an old statement is read for what it once said. */
  readonly mustHold?: boolean
}

export type StatementProblem = JwsProblem | 'type' | 'shape' | 'expired' | 'not-yet' | 'other-question'

export type CheckedStatement =
  | { readonly ok: true; readonly kid: string; readonly answer: Answer }
  | { readonly ok: false; readonly problem: StatementProblem; readonly text: string }

/** Between the clocks of two hosts. */
const skewSeconds = 30
/** No answer of ours is as long; a hostile one is not parsed. */
const maxCharacters = 8 * 1024 * 1024

/** Reads a signed answer: signature, kind, shape, dates, and whether it answers the question that was asked. */
export function checkStatement(
  statement: string,
  keys: readonly PublicJwk[],
  expected: StatementExpectation,
): CheckedStatement {
  if (statement.length > maxCharacters) return refused('malformed', 'It is longer than any answer.')
  const verified = verifyCompact(statement, keys)
  if (!verified.ok) return refused(verified.problem, jwsProblems[verified.problem])
  if (verified.typ !== answerType)
    return refused('type', `It is a statement of another kind: its typ is not ${answerType}.`)
  const answer = readAnswer(verified.payload)
  if (!answer) return refused('shape', 'It is signed, but is no answer of a version that is known here.')
  const problem = dateProblem(answer, expected) ?? otherQuestion(answer, expected)
  return problem ?? { ok: true, kid: verified.kid, answer }
}

function refused(problem: StatementProblem, text: string): CheckedStatement & { readonly ok: false } {
  return { ok: false, problem, text }
}

function readAnswer(payload: Uint8Array): Answer | null {
  try {
    const read = answerSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

function dateProblem({ iat, exp }: Answer, { now, mustHold = true }: StatementExpectation) {
  const at = now.getTime() / secondMs
  if (iat > at + skewSeconds) return refused('not-yet', 'It was made in the future: one of the clocks is wrong.')
  if (mustHold && exp + skewSeconds <= at) return refused('expired', 'It holds no more: ask again.')
  return null
}

function otherQuestion({ iss, sub, aud, nonce, asked }: Answer, expected: StatementExpectation) {
  const compared = [
    ['identity', expected.identity, sub],
    ['host', expected.host, asked.endpoint.host],
    ['port', expected.port, asked.endpoint.port],
    ['audience', expected.audience, aud],
    ['nonce', expected.nonce, nonce],
    ['issuer', expected.issuer, iss],
  ] as const
  const other = compared.find(([, wanted, said]) => wanted !== undefined && wanted !== said)
  return other
    ? refused('other-question', `It answers another question: its ${other[0]} is not the one that was meant.`)
    : null
}
