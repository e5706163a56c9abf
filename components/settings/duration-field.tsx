import { durationUnitNames, splitSeconds } from '#lib/core/duration-unit.ts'
import { Field, fieldAria } from '../ui/field.tsx'
import { Input, Select } from '../ui/input.tsx'

/** A length of time as number and unit: the fields `<name>` and `<name>Unit`. */
export function DurationField({
  name,
  label,
  hint,
  seconds,
  textOf,
  errorOf,
}: {
  name: string
  label: string
  hint: string
  /** Undefined: nothing is set. */
  seconds: number | undefined
  textOf: (name: string, value?: string) => string
  errorOf: (name: string) => string | undefined
}) {
  const held = seconds === undefined ? null : splitSeconds(seconds)
  const error = errorOf(`policy.${name}`)
  return (
    <Field id={name} label={label} hint={hint} error={error}>
      <div className="flex gap-2">
        <Input
          name={name}
          inputMode="decimal"
          className="max-w-28"
          defaultValue={textOf(name, held === null ? '' : String(held.amount))}
          {...fieldAria(name, { hint, error })}
        />
        <Select
          name={`${name}Unit`}
          aria-label={`${label}: unit`}
          className="max-w-32"
          defaultValue={textOf(`${name}Unit`, held?.unit ?? 'days')}
        >
          {durationUnitNames.map((unit) => (
            <option key={unit} value={unit}>
              {unit}
            </option>
          ))}
        </Select>
      </div>
    </Field>
  )
}
