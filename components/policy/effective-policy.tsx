import type { ReactNode } from 'react'
import { type EffectivePolicy, effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { Cell, SmallTable } from '../identity/small-table.tsx'
import { Section } from '../ui/card.tsx'
import { type PolicyField, policyFields } from './policy-fields.ts'
import { type PolicySource, policySource, policyText, policyWords } from './policy-words.ts'

const head = [{ label: 'Rule' }, { label: 'Value' }, { label: 'Comes from' }] as const

/** "Policy": what counts, and who said so, rule by rule. */
export function EffectivePolicyTable({
  own,
  environment,
  of,
  trustStore,
  note,
  edit,
}: {
  own: Policy
  /** Null: the policy is an environment's own, or there is none above. */
  environment: { readonly name: string; readonly policy: Policy } | null
  of: 'environment' | 'identity'
  trustStore: { readonly value: ReactNode; readonly from: ReactNode }
  note: string
  edit: ReactNode
}) {
  const effective =
    of === 'environment' ? effectivePolicy(own, null) : effectivePolicy(environment?.policy ?? null, own)
  return (
    <Section id="policy" title="Policy" note={note} actions={edit}>
      <SmallTable caption="Policy" head={head}>
        <tr>
          <Cell>Trust store</Cell>
          <Cell label="Value">{trustStore.value}</Cell>
          <Cell label="Comes from">{trustStore.from}</Cell>
        </tr>
        {policyFields.map((field) => (
          <tr key={field.key}>
            <Cell>{field.label}</Cell>
            <Cell label="Value" className="[overflow-wrap:anywhere]">
              <Value field={field} effective={effective} />
            </Cell>
            <Cell label="Comes from">
              <SourceWords
                of={of}
                source={policySource(field.key, own, environment?.policy ?? null)}
                environment={environment}
              />
            </Cell>
          </tr>
        ))}
      </SmallTable>
    </Section>
  )
}

function Value({ field, effective }: { field: PolicyField; effective: EffectivePolicy }) {
  const value = effective[field.key]
  const words = policyWords(field, value)
  if (policyText(field, value) === '') return <span className="text-ink-3">{words}</span>
  return field.kind === 'hashes' ? <code className="font-mono text-xs">{words}</code> : words
}

function SourceWords({
  of,
  source,
  environment,
}: {
  of: 'environment' | 'identity'
  source: PolicySource
  environment: { readonly name: string } | null
}) {
  if (source === 'identity') return <span className="font-medium">this {of}</span>
  return (
    <span className="text-ink-2">
      {source === 'environment' ? `environment ${environment?.name ?? ''}` : 'default'}
    </span>
  )
}
