import { CircleX, Link2 } from 'lucide-react'
import Link from 'next/link'
import type { OtherStore } from '#lib/data/trust/certificate-judgement.ts'
import { pathReasonWords } from '#lib/x509/path/path-reason-words.ts'

/** Which of the other stores on record would trust the same chain, those that would first. */
export function OtherStores({ others }: { others: readonly OtherStore[] }) {
  if (others.length === 0) return null
  const sorted = others.toSorted((one, other) => Number(other.trusted) - Number(one.trusted))
  const trusting = others.filter(({ trusted }) => trusted).length
  return (
    <details>
      <summary className="w-fit text-ink-2 text-sm hover:text-ink">
        Other stores: {trusting} of {others.length} would trust it
      </summary>
      <ul className="mt-2 grid gap-1 text-sm">
        {sorted.map(({ store, trusted, objection }) => (
          <li key={store.id} className="flex flex-wrap items-baseline gap-x-2 [overflow-wrap:anywhere]">
            {trusted ? (
              <Link2 aria-hidden="true" className="size-3.5 shrink-0 self-center text-pass-mark" />
            ) : (
              <CircleX aria-hidden="true" className="size-3.5 shrink-0 self-center text-ink-3" />
            )}
            <Link href={`/settings/trust/${store.id}`} prefetch={false} className="link">
              <bdi>{store.name}</bdi>
            </Link>
            <span className="text-ink-3 text-xs">
              version {store.version}, {store.asOf.toISOString().slice(0, 10)}
            </span>
            <span className="text-ink-2">
              {trusted ? 'would trust it' : `would not: ${objection === null ? 'unknown' : pathReasonWords[objection]}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
