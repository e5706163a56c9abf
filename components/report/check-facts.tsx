import type { Check } from '#lib/checks/contract.ts'
import { groupWords } from '../finding/group-words.ts'
import { policyFields } from '../policy/policy-fields.ts'
import { Card, Section } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { factWords } from './check-words.ts'

/** What a check is, and what its judgement rests on. */
export function CheckFacts({ check }: { check: Check }) {
  return (
    <DefinitionList
      items={[
        { term: 'Judges', value: check.subject === 'endpoint' ? 'each endpoint' : 'each identity' },
        { term: 'Group', value: groupWords(check.group) },
        {
          term: 'Rung',
          value:
            check.rung === undefined
              ? 'none of the ladder'
              : `${check.rung}: ${check.rungRole === 'breaks' ? 'its failure breaks it' : 'it decides it'}`,
        },
        {
          term: 'Needs',
          value: (
            <ul className="list-disc pl-4">
              {check.needs.map((source) => (
                <li key={source}>{factWords[source]}</li>
              ))}
            </ul>
          ),
        },
        { term: 'Id', value: <code className="font-mono text-xs">{check.id}</code> },
      ]}
    />
  )
}

/** What each grade of a failure weighs, and the rules of the policy that change the judgement. */
export function CheckWeights({ check }: { check: Check }) {
  return (
    <Section
      title="Severity"
      note={
        check.environmentWeighed === true
          ? 'By grade. One step up where internet-facing and of high worth; the environment is weighed by the grades. A policy may set another.'
          : 'By grade. One step up where internet-facing and of high worth; one down outside production. A policy may set another.'
      }
    >
      <Card>
        <DefinitionList
          items={Object.entries(check.severities).map(([grade, severity]) => ({
            term: grade.replaceAll('-', ' '),
            value: <SeverityBadge severity={severity} />,
          }))}
        />
      </Card>
    </Section>
  )
}

/** Rules of the policy of an identity or its environment that the judgement depends on. */
export function CheckParameters({ check }: { check: Check }) {
  const fields = policyFields.filter(({ key }) => check.parameters?.includes(key))
  return (
    <Section title="Parameters" note="Rules of the policy of an identity or its environment that change its judgement">
      {fields.length === 0 ? (
        <p className="text-ink-3">None: it judges by fixed rules, and by how fresh the facts are.</p>
      ) : (
        <Card>
          <DefinitionList
            items={fields.map(({ label, hint, unset }) => ({
              term: label,
              value: `${hint}${unset === '' ? '' : ` Where nobody says: ${unset}.`}`,
            }))}
          />
        </Card>
      )}
    </Section>
  )
}

/** Where its rule comes from, and how the check reads it. */
export function CheckReferences({ check }: { check: Check }) {
  return (
    <Section title="References">
      <ul className="grid gap-2">
        {check.references.map(({ label, url, note }) => (
          <li key={`${label} ${url}`} className="max-w-prose">
            <a href={url} rel="noreferrer" target="_blank" className="link">
              {label}
              <span className="sr-only"> (opens in a new tab)</span>
            </a>
            {note === undefined ? null : <p className="text-ink-2 text-sm">{note}</p>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
