import type { Flaws } from '#lib/tls/observation.ts'
import { knownFlaws } from '#lib/tls/shown-flaws.ts'
import { ObservedFact } from '../endpoint/observed-fact.tsx'
import { Badge } from '../ui/badge.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'

const shows = {
  heartbleed: 'gives away memory',
  rsaPaddingOracle: 'tells wrong paddings apart',
  earlyChangeCipherSpec: 'changes keys too early',
  ticketbleed: 'gives away memory',
} as const satisfies Record<keyof Flaws, string>

/** Flaws of the implementation, each by what the server did. */
export function FlawList({ flaws }: { flaws: Flaws }) {
  return (
    <DefinitionList
      items={knownFlaws.map(({ flaw, name }) => ({
        term: name,
        value: (
          <ObservedFact fact={flaws[flaw]}>
            {(has) =>
              has ? (
                <Badge className="border-critical-mark bg-critical-bg text-critical-fg">{shows[flaw]}</Badge>
              ) : (
                'not shown'
              )
            }
          </ObservedFact>
        ),
      }))}
    />
  )
}
