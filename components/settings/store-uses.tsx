import Link from 'next/link'
import type { StoreSummary } from '#lib/data/trust-stores/list-store-summaries.ts'
import type { StoreUse } from '#lib/data/trust-stores/list-store-uses.ts'

/** Who names a store, and what else answers to it. */
export function StoreUses({ store, uses }: { store: StoreSummary; uses: readonly StoreUse[] }) {
  const more = store.environments + store.identities - uses.length
  return (
    <div id="uses" className="grid gap-2">
      {store.isDefault ? (
        <p>The default: everything that neither its identity nor its environment gives another store.</p>
      ) : null}
      {uses.length === 0 ? (
        <p className="text-ink-2">
          {store.isDefault ? 'No environment or identity names it by itself.' : 'Nothing names this store.'}
        </p>
      ) : (
        <ul className="grid max-h-64 gap-1 overflow-y-auto">
          {uses.map((use) => (
            <li key={use.id} className="flex min-w-0 items-baseline gap-2">
              <span className="w-20 shrink-0 text-ink-3 text-xs">{use.kind}</span>
              <Link
                href={use.kind === 'environment' ? `/settings/environments/${use.id}` : `/identities/${use.id}`}
                prefetch={false}
                className="link min-w-0 [overflow-wrap:anywhere]"
              >
                <bdi>{use.name}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {more > 0 ? <p className="text-ink-3 text-xs">{more.toLocaleString('en')} more are not shown.</p> : null}
    </div>
  )
}
