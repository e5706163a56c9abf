import { earliestChange } from '#lib/checks/evaluate.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import type { Answer } from '#lib/checks/verification/answer.ts'
import { oldestEvidence, partsNeeded, withoutOlder } from '#lib/checks/verification/evidence-age.ts'
import { decidingChecks, judgeEndpoint, tooManyAddresses, verdictOf } from '#lib/checks/verification/judge-endpoint.ts'
import { newId } from '#lib/core/ids.ts'
import { log } from '#lib/core/log.ts'
import type { Principal } from '#lib/core/principal.ts'
import { publicUrl } from '#lib/core/public-url.ts'
import { secondMs } from '#lib/core/time.ts'
import { admitQuestion } from '#lib/data/verify/admit-question.ts'
import { composeAnswer, type Judged, type Obstacle, unassessedLadder } from '#lib/data/verify/compose-answer.ts'
import { type Asked, findAsked } from '#lib/data/verify/find-asked.ts'
import { type AskedEvidence, evidenceOnRecord } from '#lib/data/verify/load-evidence.ts'
import type { Question } from '#lib/data/verify/question.ts'
import { recordQuestion } from '#lib/data/verify/record-question.ts'
import { gatherEvidence } from './gather-evidence.ts'

export interface SignedAnswer {
  readonly answer: Answer
  /** Compact JWS of the answer. */
  readonly statement: string
}

/** What is seen is dated by the database's clock from the moment on at which it was asked for, but for its rounding. */
const roundingMs = 5

/**
 * Answers "is this endpoint the identity that I mean, now?": from evidence on record where it is young enough, else
 * from a scan, and where there can be none with the reason. Whatever the answer, it is signed and on record before it
 * is given. A viewer asks about evidence; scanning needs an analyst. Throws `rate-limited`.
 */
export async function ask(principal: Principal, question: Question): Promise<SignedAnswer> {
  await admitQuestion(principal)
  const found = await findAsked(question)
  const { asked } = found
  const oldest = oldestAcceptable(asked)
  const onRecord = await evidenceOnRecord(found, new Date())
  const enough = question.maxAgeSeconds !== undefined && onRecord !== null && isYoung(asked, onRecord.facts, oldest)
  const gathered = enough
    ? { asked, evidence: onRecord, obstacle: null, scanned: false }
    : await gatherEvidence(principal, asked, { onRecord, oldest })
  return answerFrom(principal, gathered, oldest)
}

async function answerFrom(
  principal: Principal,
  { asked, evidence, obstacle, scanned }: Awaited<ReturnType<typeof gatherEvidence>>,
  oldest: Date,
): Promise<SignedAnswer> {
  const now = new Date()
  const used =
    evidence && obstacle === null
      ? { ...evidence, facts: withoutOlder(evidence.facts, new Date(oldest.getTime() - (scanned ? roundingMs : 0))) }
      : evidence
  const judged = judge(asked, used, obstacle, now)
  const answer = composeAnswer({
    id: newId(),
    issuer: publicUrl(),
    asked,
    evidence: used,
    judged,
    obstacle: obstacle ?? (judged.ladder.proven && judged.verdict !== 'proven' ? tooManyAddresses : null),
    scanned,
    oldestAt: used && oldestEvidence(used.facts, partsNeeded(asked.policy)),
    now,
  })
  return { answer, statement: await recordQuestion(principal, answer) }
}

/** Where nothing young enough is there, nothing is judged: old evidence neither proves nor disproves. */
function judge(asked: Asked, evidence: AskedEvidence | null, obstacle: Obstacle | null, now: Date): Judged {
  if (evidence === null || obstacle !== null) {
    const ladder = unassessedLadder(obstacle?.text ?? 'there is no evidence')
    return { verdict: 'not-assessable', ladder, changesAt: null }
  }
  const { verdicts, ladder, errors } = judgeEndpoint(evidence.facts, { now, policy: asked.policy }, decidingChecks)
  for (const { checkId, error } of errors) log.error({ err: error, checkId }, 'a check threw')
  const verdict = verdictOf([ladder], evidence.facts.addresses.length)
  return { verdict, ladder, changesAt: earliestChange(verdicts) }
}

/** Without an age, what was seen since the question came. */
function oldestAcceptable({ question: { maxAgeSeconds }, at }: Asked): Date {
  return new Date(at.getTime() - (maxAgeSeconds === undefined ? 0 : maxAgeSeconds * secondMs))
}

function isYoung({ policy }: Asked, facts: EndpointFacts, oldest: Date): boolean {
  const seen = oldestEvidence(facts, partsNeeded(policy))
  return seen !== null && seen >= oldest
}
