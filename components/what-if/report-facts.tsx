import type { WhatIfAnswer } from '#lib/data/what-if/answer.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { Card } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { PartialNotice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'

/** What was supposed, and by what it was judged: enough for whoever reads it a year later. */
export function ReportFacts({ supposed, answer }: { supposed: readonly string[]; answer: WhatIfAnswer | null }) {
  const items = [
    { term: 'Supposed', value: <Lines lines={supposed} /> },
    ...(answer === null ? [] : answerItems(answer)),
  ]
  return (
    <div className="grid gap-3">
      <Card>
        <DefinitionList items={items} />
      </Card>
      {answer === null || answer.withoutStore + answer.unreadable === 0 ? null : (
        <PartialNotice>
          {[
            answer.withoutStore === 0 ? '' : `For ${answer.withoutStore.toLocaleString('en')} chains no store counts.`,
            answer.unreadable === 0
              ? ''
              : `The leaves of ${answer.unreadable.toLocaleString('en')} chains can’t be read strictly.`,
          ].join(' ')}{' '}
          They are trusted neither before nor after.
        </PartialNotice>
      )}
    </div>
  )
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="grid gap-0.5">
      {lines.map((line) => (
        <li key={line}>{escapeUnsafe(line)}</li>
      ))}
    </ul>
  )
}

function answerItems({ judgedAt, chains, trustedBefore, trustedAfter, stores }: WhatIfAnswer) {
  const number = (count: number) => count.toLocaleString('en')
  return [
    {
      term: 'Judged',
      value: (
        <>
          {number(chains)} chains as they were served, <Time at={judgedAt} show="both" />. Nothing was scanned.
        </>
      ),
    },
    { term: 'Trusted', value: `${number(trustedBefore)} chains before, ${number(trustedAfter)} after` },
    {
      term: 'Stores',
      value: (
        <ul className="grid gap-0.5">
          {stores.map((store) => (
            <li key={store.id}>
              {escapeUnsafe(store.name)}{' '}
              <span className="text-ink-3">
                version {escapeUnsafe(store.version)}, as of {store.asOf.slice(0, 10)}, for {number(store.chains)}{' '}
                chains
              </span>
            </li>
          ))}
        </ul>
      ),
    },
  ]
}
