import type { Rung } from '#lib/checks/contract.ts'
import { rungs } from '#lib/checks/contract.ts'
import type { ExplainedLadder, ExplainedRung, LadderReason } from '#lib/data/identities/explain-ladder.ts'
import type { Ladder } from '../ui/ladder-strip.tsx'
import { rungNames } from './identity-words.ts'

/** The same judgement at several endpoints, said once. */
export interface ReasonGroup extends Pick<LadderReason, 'check' | 'outcome' | 'severity' | 'reason'> {
  readonly key: string
  readonly endpoints: readonly { readonly id: string; readonly name: string }[]
}

export function groupReasons(because: readonly LadderReason[]): ReasonGroup[] {
  const groups = Map.groupBy(because, ({ check, outcome, severity, reason }) =>
    JSON.stringify([check?.id, outcome, severity, reason]),
  )
  return [...groups].flatMap(([key, [first, ...rest]]) =>
    first === undefined
      ? []
      : [
          {
            ...first,
            key,
            endpoints: [first, ...rest].flatMap(({ endpoint }) => (endpoint === null ? [] : [endpoint])),
          },
        ],
  )
}

/** One short text for the ladder's step. */
export function rungNote({ status, because }: ExplainedRung): string {
  const groups = groupReasons(because)
  if (status === 'pass') {
    const endpoints = new Set(because.flatMap(({ endpoint }) => endpoint?.id ?? [])).size
    return `${plural(new Set(because.map(({ check }) => check?.id)).size, 'check passes', 'checks pass')}, ${plural(endpoints, 'endpoint', 'endpoints')}`
  }
  const [first] = groups
  if (first === undefined) return ''
  const said = status === 'fail' ? (first.check?.title ?? '') : (first.reason ?? first.check?.title ?? '')
  return groups.length > 1 ? `${said}, and ${groups.length - 1} more` : said
}

/** The answer to "is it proven", in one sentence. */
export function provenSentence(ladder: Ladder, proven: ExplainedLadder['proven']): string {
  const named = (state: Ladder[Rung]) =>
    sentenceList(rungs.filter((rung) => ladder[rung] === state).map((rung) => rungNames[rung].toLowerCase()))
  switch (proven) {
    case 'yes':
      return 'Proven: every rung that is expected holds'
    case 'no':
      return `Not proven: ${named('fail')} ${rungs.filter((rung) => ladder[rung] === 'fail').length === 1 ? 'fails' : 'fail'}`
    case 'unknown':
      return `Not known: ${named('not-assessed')} ${rungs.filter((rung) => ladder[rung] === 'not-assessed').length === 1 ? 'is' : 'are'} not assessed`
  }
}

function sentenceList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
