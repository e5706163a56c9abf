import Link from 'next/link'
import { Fragment } from 'react'
import { findCheck } from '#lib/checks/catalogue/index.ts'
import { type Rung, rungs } from '#lib/checks/contract.ts'
import type { Answer, AnswerReason } from '#lib/checks/verification/answer.ts'
import { EvidenceView } from '../finding/evidence.tsx'
import { RungCell, type RungState, rungQuestions, rungStateWords } from '../ui/ladder-strip.tsx'

const states: Readonly<Record<Answer['ladder'][Rung]['status'], RungState>> = {
  pass: 'pass',
  fail: 'fail',
  not_expected: 'not-expected',
  not_assessed: 'not-assessed',
}

/** The five rungs as they stood when the question was answered, each with why. */
export function AnswerLadder({ ladder }: { ladder: Answer['ladder'] }) {
  return (
    <ol className="divide-y rounded-lg border bg-surface">
      {rungs.map((rung) => {
        const state = states[ladder[rung].status]
        return (
          <li key={rung} className="grid gap-x-4 gap-y-1 p-3 sm:grid-cols-[13rem_minmax(0,1fr)]">
            <div className="flex items-start gap-2">
              <span className="mt-0.5 shrink-0">
                <RungCell state={state} />
              </span>
              <div>
                <p className="font-medium capitalize">{rung}</p>
                <p className="text-ink-3 text-xs">{rungQuestions[rung]}</p>
              </div>
            </div>
            <div className="min-w-0">
              <p className="font-medium text-sm first-letter:uppercase">{rungStateWords[state]}</p>
              <Because because={ladder[rung].because} state={state} />
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Of a pass the checks are named in one line; what speaks against it is shown with its evidence. */
function Because({ because, state }: { because: readonly AnswerReason[]; state: RungState }) {
  if (state === 'pass') {
    const ids = because.flatMap(({ checkId }) => checkId ?? [])
    return (
      <p className="text-ink-2 text-xs">
        Judged by{' '}
        {ids.map((id, index) => (
          <Fragment key={id}>
            {index === 0 ? '' : ', '}
            <Link href={`/compliance/checks/${id}`} prefetch={false} className="hover:text-accent hover:underline">
              {findCheck(id)?.title ?? id}
            </Link>
          </Fragment>
        ))}
      </p>
    )
  }
  return (
    <ul className="grid gap-2">
      {because.map((reason) => (
        <li key={`${reason.checkId} ${reason.text}`} className="min-w-0 text-sm">
          <p className="[overflow-wrap:anywhere]">
            {reason.text}
            {reason.checkId === null ? null : (
              <>
                {' '}
                <Link href={`/compliance/checks/${reason.checkId}`} prefetch={false} className="link text-xs">
                  {reason.checkId}
                </Link>
              </>
            )}
          </p>
          {reason.evidence === null ? null : (
            <details className="mt-1 text-sm">
              <summary className="link w-fit">Evidence</summary>
              <div className="mt-2">
                <EvidenceView evidence={reason.evidence} />
              </div>
            </details>
          )}
        </li>
      ))}
    </ul>
  )
}
