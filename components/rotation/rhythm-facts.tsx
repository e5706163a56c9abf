import type { RhythmRow } from '#lib/data/rotations/rhythm-row.ts'
import { Card } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Duration, Time } from '../ui/time.tsx'
import { DueBadge } from './due-badge.tsx'
import { basisWords } from './due-words.ts'
import { ReadinessBadge } from './readiness-badge.tsx'
import { ShareBar } from './share-bar.tsx'
import { percentText, rhythmText } from './share-text.ts'
import { Signs } from './signs.tsx'

/** Where the rotation of one identity stands, what was learned of it, and which shorter lives it would hold. */
export function RhythmFacts({ rhythm }: { rhythm: RhythmRow }) {
  const life = Math.max(1, rhythm.lifetimeSeconds)
  const late = rhythm.state === 'overdue' || rhythm.state === 'missed'
  return (
    <div className="grid min-w-0 gap-3 lg:grid-cols-2">
      <Card>
        <DefinitionList
          items={[
            {
              term: 'Next rotation',
              value: (
                <span className="inline-flex flex-wrap items-center gap-2">
                  <DueBadge state={rhythm.state} />
                  <span>
                    due from <Time at={rhythm.expectedAt} />, {late ? 'overdue since' : 'overdue'}{' '}
                    <Time at={rhythm.dueAt} />
                  </span>
                </span>
              ),
            },
            { term: 'Rests on', value: basisWords[rhythm.basis] },
            {
              term: 'Age and life',
              value: (
                <span className="inline-grid gap-1">
                  <span>
                    <Duration ms={rhythm.ageSeconds * 1000} /> of <Duration ms={rhythm.lifetimeSeconds * 1000} /> (
                    {percentText(rhythm.ageSeconds / life)})
                  </span>
                  <ShareBar
                    typicalShare={rhythm.typicalShare}
                    spreadShare={rhythm.spreadShare}
                    dueShare={rhythm.allowedSeconds / life}
                    nowShare={rhythm.ageSeconds / life}
                    late={late}
                  />
                </span>
              ),
            },
            { term: 'Learned rhythm', value: <Learned rhythm={rhythm} /> },
            { term: 'Signs', value: <Signs signs={rhythm.signs} /> },
          ]}
        />
      </Card>
      <Card>
        <DefinitionList items={readinessItems(rhythm)} />
      </Card>
    </div>
  )
}

function Learned({ rhythm }: { rhythm: RhythmRow }) {
  if (rhythm.typicalShare === null) {
    return (
      <span className="text-ink-2">
        None yet: {rhythm.measuredSteps} of three rotations that scans saw closely enough
      </span>
    )
  }
  return (
    <>
      {rhythmText(rhythm.typicalShare, rhythm.spreadShare)} of the life, from {rhythm.measuredSteps} rotations
    </>
  )
}

function readinessItems(rhythm: RhythmRow) {
  const limits = [
    { term: 'Lives of 200 days', state: rhythm.ready200, limit: '200' },
    { term: 'Lives of 100 days', state: rhythm.ready100, limit: '100' },
    { term: 'Lives of 47 days', state: rhythm.ready47, limit: '47' },
    { term: 'Own policy', state: rhythm.readyPolicy, limit: 'policy' },
  ].filter(({ state }) => state !== null)
  const measured = {
    term: 'Measured',
    value:
      rhythm.longestGapSeconds === null ? (
        <span className="text-ink-2">no rotation was seen yet</span>
      ) : (
        <>
          longest gap <Duration ms={rhythm.longestGapSeconds * 1000} />, usual{' '}
          <Duration ms={(rhythm.typicalGapSeconds ?? 0) * 1000} />; {rhythm.lateSteps} late, {rhythm.missedSteps} after
          the end, of the newest {rhythm.recentSteps}
        </>
      ),
  }
  const unbound =
    rhythm.publicLimits === null
      ? 'It is not known whether the limits of public certificates bind it.'
      : 'Private certificates, and the policy names neither an interval nor a longest life.'
  return [
    measured,
    ...limits.map(({ term, state, limit }) => ({
      term,
      value: <ReadinessBadge state={state} reasons={rhythm.reasons[limit]} />,
    })),
    ...(limits.length === 0 ? [{ term: 'Readiness', value: <span className="text-ink-2">{unbound}</span> }] : []),
  ]
}
