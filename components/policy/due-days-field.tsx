import { severities } from '#lib/core/severity.ts'
import { Input } from '../ui/input.tsx'
import { SeverityMark, severityWords } from '../ui/severity-badge.tsx'
import type { FieldInputProps } from './policy-field-input.tsx'
import { readEntries } from './policy-texts.ts'

/** Days by severity; what is left empty is inherited, severity by severity. */
export function DueDaysField({ field, text, editing, error, onChange }: FieldInputProps) {
  const id = `policy-${field.key}`
  const days = readEntries(text, (value) => value)
  const set = (severity: string, value: string) =>
    onChange(
      severities
        .map((one) => [one, one === severity ? value.trim() : (days[one] ?? '')] as const)
        .filter(([, said]) => said !== '')
        .map(([one, said]) => `${one}: ${said}`)
        .join('\n'),
    )
  return (
    <fieldset className="grid gap-1 sm:col-span-2" aria-describedby={`${id}-hint`}>
      <legend className="font-medium text-sm">{field.label} (days)</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-5">
        {severities.toReversed().map((severity) => {
          const inherited = editing.inherited.policy.dueDays[severity]
          return (
            <label key={severity} htmlFor={`${id}-${severity}`} className="grid gap-1 text-xs">
              <SeverityMark severity={severity} label />
              <Input
                id={`${id}-${severity}`}
                name={`${field.key}-${severity}`}
                aria-label={`${field.label}: ${severityWords[severity]}`}
                autoComplete="off"
                placeholder={inherited === null ? 'none' : String(inherited)}
                aria-invalid={error === undefined ? undefined : true}
                value={days[severity] ?? ''}
                onChange={(event) => set(severity, event.target.value)}
              />
            </label>
          )
        })}
      </div>
      <p id={`${id}-hint`} className="text-ink-3 text-xs">
        {field.hint} What is left empty is as shown.
      </p>
      {error === undefined ? null : (
        <p role="alert" className="font-medium text-danger text-xs">
          {error}
        </p>
      )}
    </fieldset>
  )
}
