import type { WhatIfAnswer } from '#lib/data/what-if/answer.ts'
import type { Turn } from '#lib/data/what-if/compare.ts'
import { Stat } from '../ui/count-link.tsx'
import { turnWords } from './what-if-words.ts'

/** A number for each kind, which leads to its chains. */
export function TurnStats({
  answer,
  turns,
  words = turnWords,
  href,
}: {
  answer: WhatIfAnswer
  turns: readonly Turn[]
  words?: Readonly<Partial<typeof turnWords>>
  href: (turn: Turn) => string
}) {
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      {turns.map((turn) => {
        const { endpoints, identities, certificates } = answer[turn]
        return (
          <Stat
            key={turn}
            count={endpoints}
            href={href(turn)}
            label={words[turn]?.counted ?? turnWords[turn].counted}
            note={`${identities.toLocaleString('en')} ${identities === 1 ? 'identity' : 'identities'}, ${certificates.toLocaleString('en')} ${certificates === 1 ? 'certificate' : 'certificates'}`}
          />
        )
      })}
    </div>
  )
}
