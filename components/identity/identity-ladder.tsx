import Link from 'next/link'
import { rungs } from '#lib/checks/contract.ts'
import type { ExplainedLadder } from '#lib/data/identities/explain-ladder.ts'
import type { IdentityDetail } from '#lib/data/identities/get-identity.ts'
import { Section } from '../ui/card.tsx'
import { LadderSteps, RungCell, rungQuestions, rungStateWords } from '../ui/ladder-strip.tsx'
import { Notice } from '../ui/notice.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { VerdictBadge } from '../ui/verdict-badge.tsx'
import { rungNames } from './identity-words.ts'
import { groupReasons, provenSentence, type ReasonGroup, rungNote } from './ladder-reasons.ts'

/** "Is it proven": the answer, the ladder, and per rung which checks decided, and where. */
export function IdentityLadder({ identity, explained }: { identity: IdentityDetail; explained: ExplainedLadder }) {
  const { ladder } = identity
  // What is written lags behind a change of policy for some seconds; its reasons would be those of another state.
  const agrees = rungs.every((rung) => ladder[rung] === explained.rungs[rung].status)
  const notes = agrees
    ? {
        encrypted: rungNote(explained.rungs.encrypted),
        trusted: rungNote(explained.rungs.trusted),
        bound: rungNote(explained.rungs.bound),
        current: rungNote(explained.rungs.current),
        mutual: rungNote(explained.rungs.mutual),
      }
    : {}
  return (
    <Section
      id="proven"
      title={provenSentence(ladder, identity.proven)}
      note={
        <>
          Judged <Time at={identity.evaluatedAt} missing="never" />, from what was last seen{' '}
          <Time at={identity.lastSeenAt} missing="never" />.
        </>
      }
    >
      <LadderSteps ladder={ladder} notes={notes} />
      {agrees ? (
        <div className="divide-y rounded-lg border bg-surface">
          {rungs.map((rung) => (
            <details key={rung} open={ladder[rung] === 'fail'} className="group px-3 py-2">
              <summary className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <RungCell state={ladder[rung]} />
                <span className="font-medium">{rungNames[rung]}</span>
                <span className="text-ink-3 text-xs">
                  {rungStateWords[ladder[rung]]} · {rungQuestions[rung]}
                </span>
              </summary>
              <ul className="mt-2 grid gap-2 pb-1 sm:pl-7">
                {groupReasons(explained.rungs[rung].because).map((group) => (
                  <Reason key={group.key} group={group} identityId={identity.id} />
                ))}
              </ul>
            </details>
          ))}
        </div>
      ) : (
        <Notice>A change is being judged; the reasons follow within seconds.</Notice>
      )}
    </Section>
  )
}

const shownEndpoints = 5

function Reason({ group, identityId }: { group: ReasonGroup; identityId: string }) {
  const { check, outcome, severity, reason, endpoints } = group
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-sm">
      {outcome === null ? null : <VerdictBadge outcome={outcome} reason={reason} />}
      {severity === null ? null : <SeverityBadge severity={severity} />}
      {check === null ? null : outcome === 'fail' ? (
        <Link href={`/findings?identity=${identityId}&check=${check.id}&status=all`} prefetch={false} className="link">
          {check.title}
        </Link>
      ) : (
        <a href={`#check-${check.id}`} className="link">
          {check.title}
        </a>
      )}
      {endpoints.length === 0 ? null : (
        <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
          at{' '}
          {endpoints.slice(0, shownEndpoints).map(({ id, name }, index) => (
            <span key={id}>
              {index === 0 ? '' : ', '}
              <Link href={`/endpoints/${id}`} prefetch={false} className="hover:text-accent hover:underline">
                <bdi>{name}</bdi>
              </Link>
            </span>
          ))}
          {endpoints.length > shownEndpoints ? ` and ${endpoints.length - shownEndpoints} more` : ''}
        </span>
      )}
      {reason === null ? null : <span className="text-ink-3 [overflow-wrap:anywhere]">{reason}</span>}
    </li>
  )
}
