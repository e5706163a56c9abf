import type { ReactNode } from 'react'
import type { IdentityDetail } from '#lib/data/identities/get-identity.ts'
import type { StoreOrigin } from '#lib/data/trust-stores/effective-store.ts'
import { Section } from '../ui/card.tsx'
import { Time } from '../ui/time.tsx'
import {
  type PolicyField,
  type PolicySource,
  policyFields,
  policySource,
  policyText,
  policyWords,
} from './policy-fields.ts'
import { Cell, SmallTable } from './small-table.tsx'

const head = [{ label: 'Rule' }, { label: 'Value' }, { label: 'Comes from' }] as const

/** "Policy": what counts for this identity, and who said so. */
export function IdentityPolicy({ identity, edit }: { identity: IdentityDetail; edit: ReactNode }) {
  const { policy, environmentPolicy, environment, store } = identity
  return (
    <Section
      id="policy"
      title="Policy"
      note="What its verdicts are judged by. A rule of the identity goes before its environment's, and that before the default."
      actions={edit}
    >
      <SmallTable caption="Policy" head={head}>
        <tr>
          <Cell>Trust store</Cell>
          <Cell label="Value">
            {store === null ? (
              <span className="text-ink-3">none: no path can be judged</span>
            ) : (
              <>
                {store.name}{' '}
                <span className="text-ink-3 text-xs">
                  of <Time at={store.asOf} show="date" />
                </span>
              </>
            )}
          </Cell>
          <Cell label="Comes from">
            {store === null ? (
              <span className="text-ink-3">—</span>
            ) : (
              <Source source={store.from} environment={environment} />
            )}
          </Cell>
        </tr>
        {policyFields.map((field) => (
          <tr key={field.key}>
            <Cell>{field.label}</Cell>
            <Cell label="Value" className="[overflow-wrap:anywhere]">
              <Value field={field} identity={identity} />
            </Cell>
            <Cell label="Comes from">
              <Source source={policySource(field.key, policy, environmentPolicy)} environment={environment} />
            </Cell>
          </tr>
        ))}
      </SmallTable>
    </Section>
  )
}

function Value({ field, identity }: { field: PolicyField; identity: IdentityDetail }) {
  const value = identity.effectivePolicy[field.key]
  const words = policyWords(field, value)
  if (policyText(field, value) === '') return <span className="text-ink-3">{words}</span>
  return field.kind === 'hashes' ? <code className="font-mono text-xs">{words}</code> : words
}

const sourceWords = { 'trust-domain': 'SPIFFE trust domain', rule: 'binding rule', default: 'default' } as const

function Source({ source, environment }: { source: PolicySource | StoreOrigin; environment: string | null }) {
  if (source === 'identity') return <span className="font-medium">this identity</span>
  return (
    <span className="text-ink-2">
      {source === 'environment' ? `environment ${environment ?? ''}` : sourceWords[source]}
    </span>
  )
}
