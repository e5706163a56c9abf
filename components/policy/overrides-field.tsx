import { X } from 'lucide-react'
import { severities } from '#lib/core/severity.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/input.tsx'
import { severityWords } from '../ui/severity-badge.tsx'
import type { FieldInputProps } from './policy-field-input.tsx'
import { readEntries } from './policy-texts.ts'

/** Severities by check: each check is picked, and weighed. */
export function OverridesField({
  field,
  text,
  editing,
  error,
  hint,
  onChange,
}: FieldInputProps & { readonly hint: string }) {
  const id = `policy-${field.key}`
  const entries = Object.entries(readEntries(text, (value) => value))
  const write = (next: readonly (readonly [string, string])[]) =>
    onChange(next.map(([check, severity]) => `${check}: ${severity}`).join('\n'))
  const left = editing.checks.filter((check) => !entries.some(([picked]) => picked === check.id))
  const titleOf = (check: string) => editing.checks.find((one) => one.id === check)?.title ?? check
  return (
    <div className="sm:col-span-2">
      <Field id={id} label={field.label} hint={hint} error={error}>
        {entries.length === 0 ? null : (
          <ul aria-label={`${field.label}: chosen`} className="grid gap-1">
            {entries.map(([check, severity]) => (
              <li
                key={check}
                className="flex min-w-0 flex-wrap items-center gap-2 rounded-md border bg-sunken p-1 pl-2"
              >
                <span className="min-w-0 flex-1 basis-48 text-sm [overflow-wrap:anywhere]">{titleOf(check)}</span>
                <Select
                  aria-label={`Severity of ${titleOf(check)}`}
                  className="max-w-32"
                  value={severity}
                  onChange={(event) =>
                    write(entries.map((one) => (one[0] === check ? [check, event.target.value] : one)))
                  }
                >
                  {severities.toReversed().map((value) => (
                    <option key={value} value={value}>
                      {severityWords[value]}
                    </option>
                  ))}
                </Select>
                <Button
                  variant="quiet"
                  size="sm"
                  aria-label={`Take out ${titleOf(check)}`}
                  onClick={() => write(entries.filter((one) => one[0] !== check))}
                >
                  <X aria-hidden="true" />
                </Button>
              </li>
            ))}
          </ul>
        )}
        <Select
          id={id}
          name={field.key}
          aria-describedby={`${id}-hint`}
          value=""
          onChange={(event) => write([...entries, [event.target.value, 'medium']])}
        >
          <option value="">Choose a check …</option>
          {[...Map.groupBy(left, (check) => check.group)].map(([group, checks]) => (
            <optgroup key={group} label={group.replaceAll('-', ' ')}>
              {checks.map((check) => (
                <option key={check.id} value={check.id}>
                  {check.title}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      </Field>
    </div>
  )
}
