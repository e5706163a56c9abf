import type { Flaws } from '#lib/tls/observation.ts'
import { ObservedFact } from '../endpoint/observed-fact.tsx'
import { Badge } from '../ui/badge.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'

const names: readonly { readonly flaw: keyof Flaws; readonly term: string; readonly shows: string }[] = [
  { flaw: 'heartbleed', term: 'Heartbleed', shows: 'gives away memory' },
  { flaw: 'rsaPaddingOracle', term: 'ROBOT', shows: 'tells wrong paddings apart' },
  { flaw: 'earlyChangeCipherSpec', term: 'CCS injection', shows: 'changes keys too early' },
  { flaw: 'ticketbleed', term: 'Ticketbleed', shows: 'gives away memory' },
]

/** Flaws of the implementation, each by what the server did. */
export function FlawList({ flaws }: { flaws: Flaws }) {
  return (
    <DefinitionList
      items={names.map(({ flaw, term, shows }) => ({
        term,
        value: (
          <ObservedFact fact={flaws[flaw]}>
            {(has) =>
              has ? (
                <Badge className="border-critical-mark bg-critical-bg text-critical-fg">{shows}</Badge>
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
