import type { PolicyEditing } from '#lib/data/policies/get-policy-editing.ts'
import { CheckboxField, SelectField, TextareaField, TextField } from '../ui/field.tsx'
import { DueDaysField } from './due-days-field.tsx'
import { DurationInput } from './duration-input.client.tsx'
import { KeysField } from './keys-field.client.tsx'
import { OverridesField } from './overrides-field.tsx'
import type { PolicyField } from './policy-fields.ts'
import { lines } from './policy-texts.ts'
import { emptyList, policySource, policyWords } from './policy-words.ts'
import { ProfileSummary } from './profile-summary.tsx'

export interface FieldInputProps {
  readonly field: PolicyField
  /** As `readPolicyTexts` takes it; empty: not said here. */
  readonly text: string
  readonly editing: PolicyEditing
  readonly error: string | undefined
  readonly onChange: (text: string) => void
}

/** What holds where nothing is said here, and who says so. */
export function inheritedWords({ field, editing: { inherited } }: Pick<FieldInputProps, 'field' | 'editing'>): string {
  const words = policyWords(field, inherited.policy[field.key], 3)
  const from = policySource(field.key, {}, inherited.environment?.policy ?? null)
  return from === 'environment' ? `${words} (environment ${inherited.environment?.name})` : `${words} (default)`
}

/** One rule of a policy, by its kind. */
export function PolicyFieldInput(props: FieldInputProps) {
  const { field, text, error, onChange } = props
  const inherited = inheritedWords(props)
  const shared = { name: field.key, id: `policy-${field.key}`, label: field.label, error }
  const hint = text === '' ? `${field.hint} Not said here: ${inherited}.` : field.hint
  switch (field.kind) {
    case 'choice':
      return (
        <div className="grid gap-2">
          <SelectField {...shared} hint={field.hint} value={text} onChange={(event) => onChange(event.target.value)}>
            <option value="">Not said here: {inherited}</option>
            {field.options.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
          {field.key === 'tlsProfile' ? (
            <ProfileSummary profile={text === '' ? props.editing.inherited.policy.tlsProfile : text} />
          ) : null}
        </div>
      )
    case 'duration':
    case 'rhythm':
      return <DurationInput {...props} hint={hint} />
    case 'percent':
      return (
        <TextField
          {...shared}
          hint={hint}
          inputMode="decimal"
          autoComplete="off"
          className="max-w-32"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'names':
      return (
        <div className="grid gap-1 sm:col-span-2">
          <TextareaField
            {...shared}
            hint={hint}
            rows={2}
            spellCheck={false}
            autoComplete="off"
            disabled={text === emptyList}
            className="min-h-14 font-mono text-xs"
            value={text === emptyList ? '' : text}
            onChange={(event) => onChange(event.target.value)}
          />
          <NoneAtAll {...props} />
        </div>
      )
    case 'hashes':
      return (
        <div className="grid gap-1 sm:col-span-2">
          <KeysField {...props} hint={hint} />
          <NoneAtAll {...props} />
        </div>
      )
    case 'overrides':
      return <OverridesField {...props} hint={hint} />
    case 'due-days':
      return <DueDaysField {...props} />
  }
}

/** An empty list is not the same as none: it takes back what the environment allows. */
function NoneAtAll({ field, text, editing, onChange }: FieldInputProps) {
  const above = editing.inherited.environment?.policy[field.key]
  if (text !== emptyList && !(Array.isArray(above) && above.length > 0 && lines(text).length === 0)) return null
  return (
    <CheckboxField
      name={`${field.key}-none`}
      id={`policy-${field.key}-none`}
      label={`None at all: take back those of the environment (${field.label.toLowerCase()})`}
      checked={text === emptyList}
      onChange={(event) => onChange(event.target.checked ? emptyList : '')}
    />
  )
}
