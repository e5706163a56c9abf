import Link from 'next/link'
import { filterToQuery } from '#lib/data/filter.ts'
import type { StoreSummary } from '#lib/data/trust-stores/list-store-summaries.ts'
import type { StoreUse } from '#lib/data/trust-stores/list-store-uses.ts'
import { CountLink } from '../ui/count-link.tsx'

/** Who names a store, and what else answers to it. */
export function StoreUses({ store, uses }: { store: StoreSummary; uses: readonly StoreUse[] }) {
  const more = store.environments + store.identities + store.rules - uses.length
  const domain = filterToQuery({ q: `spiffe://${store.trustDomain}/` })
  return (
    <div id="uses" className="grid gap-2">
      {store.isDefault ? (
        <p>The default: everything that neither identity, trust domain, rule nor environment gives another store.</p>
      ) : null}
      {store.trustDomain === null ? null : (
        <p>
          The identities of <bdi>{store.trustDomain}</bdi>, unless they name another store themselves:{' '}
          <CountLink
            count={store.domainIdentities}
            href={`/identities?${domain}`}
            label="identities"
            className="link"
          />
          .
        </p>
      )}
      {uses.length === 0 ? (
        <p className="text-ink-2">
          {store.isDefault || store.trustDomain !== null
            ? 'No environment, identity or rule names it by itself.'
            : 'Nothing names this store.'}
        </p>
      ) : (
        <ul className="grid max-h-64 gap-1 overflow-y-auto">
          {uses.map((use) => (
            <li key={use.id} className="flex min-w-0 items-baseline gap-2">
              <span className="w-20 shrink-0 text-ink-3 text-xs">{use.kind}</span>
              <Link href={hrefOf(use)} prefetch={false} className="link min-w-0 [overflow-wrap:anywhere]">
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

function hrefOf({ kind, id }: StoreUse): string {
  if (kind === 'rule') return '/discovery/rules'
  return kind === 'environment' ? `/settings/environments/${id}` : `/identities/${id}`
}
