import type { EstateLadder as Ladder } from '#lib/data/reports/estate-ladder.ts'
import { EstateLadder } from '../charts/estate-ladder.tsx'

/** The estate's ladder with each number leading to its identities. */
export function LadderPicture({ ladder }: { ladder: Ladder }) {
  const estate = ladder.rungs.map(({ rung, states }) => {
    const count = (state: keyof typeof states) => states[state].count
    const href = (state: keyof typeof states) => `/identities?${states[state].query}`
    return {
      rung,
      counts: {
        pass: count('pass'),
        fail: count('fail'),
        'not-expected': count('not-expected'),
        'not-assessed': count('not-assessed'),
      },
      hrefs: {
        pass: href('pass'),
        fail: href('fail'),
        'not-expected': href('not-expected'),
        'not-assessed': href('not-assessed'),
      },
    }
  })
  return <EstateLadder estate={estate} asOf={null} />
}
