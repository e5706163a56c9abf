import type { ReactNode } from 'react'
import type { IdentityDetail } from '#lib/data/identities/get-identity.ts'
import type { StoreOrigin } from '#lib/data/trust-stores/effective-store.ts'
import { EffectivePolicyTable } from '../policy/effective-policy.tsx'
import { Time } from '../ui/time.tsx'

/** "Policy": what counts for this identity, and who said so. */
export function IdentityPolicy({ identity, edit }: { identity: IdentityDetail; edit: ReactNode }) {
  const { policy, environmentPolicy, environment, store } = identity
  return (
    <EffectivePolicyTable
      of="identity"
      own={policy}
      environment={environmentPolicy === null ? null : { name: environment ?? '', policy: environmentPolicy }}
      trustStore={{
        value:
          store === null ? (
            <span className="text-ink-3">none: no path can be judged</span>
          ) : (
            <>
              {store.name}{' '}
              <span className="text-ink-3 text-xs">
                of <Time at={store.asOf} show="date" />
              </span>
            </>
          ),
        from:
          store === null ? (
            <span className="text-ink-3">—</span>
          ) : (
            <Origin from={store.from} environment={environment} />
          ),
      }}
      note="What its verdicts are judged by. A rule of the identity goes before its environment's, and that before the default."
      edit={edit}
    />
  )
}

const originWords = { 'trust-domain': 'SPIFFE trust domain', rule: 'binding rule', default: 'default' } as const

function Origin({ from, environment }: { from: StoreOrigin; environment: string | null }) {
  if (from === 'identity') return <span className="font-medium">this identity</span>
  return (
    <span className="text-ink-2">
      {from === 'environment' ? `environment ${environment ?? ''}` : originWords[from]}
    </span>
  )
}
