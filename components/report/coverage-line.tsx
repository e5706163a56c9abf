import type { Coverage } from '#lib/data/compliance/coverage.ts'
import { Time } from '../ui/time.tsx'

/** What a report rests on, in one sentence: reach and age. */
export function CoverageLine({ coverage }: { coverage: Coverage }) {
  const { identities, endpoints, reached, unreached, neverScanned, observedFrom, observedTo, judgedTo } = coverage
  return (
    <p className="text-ink-2 text-sm">
      {plural(identities, 'identity', 'identities')} and {plural(endpoints, 'endpoint', 'endpoints')} in scope:{' '}
      {reached.toLocaleString('en')} reached by the last scan, {unreached.toLocaleString('en')} not reached,{' '}
      {neverScanned.toLocaleString('en')} never scanned.{' '}
      {observedFrom === null ? (
        'Nothing was observed yet.'
      ) : (
        <>
          Observed <Time at={observedFrom} /> to <Time at={observedTo} />, judged <Time at={judgedTo} />.
        </>
      )}
    </p>
  )
}

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
