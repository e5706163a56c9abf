'use client'

import { useState } from 'react'
import { durationUnitNames, secondsOf, splitSeconds } from '#lib/core/duration-unit.ts'
import { exactDuration, readDuration } from '#lib/core/exact-duration.ts'
import { Field, fieldAria } from '../ui/field.tsx'
import { Input, Select } from '../ui/input.tsx'
import type { FieldInputProps } from './policy-field-input.tsx'

/** A length of time as a number and its unit; a rhythm can be learned, too. What was typed stays as it was typed. */
export function DurationInput({ field, text, error, hint, onChange }: FieldInputProps & { readonly hint: string }) {
  const [entered, setEntered] = useState(() => split(text))
  const id = `policy-${field.key}`
  const change = (next: Entered) => {
    setEntered(next)
    onChange(join(next))
  }
  return (
    <Field id={id} label={field.label} hint={hint} error={error}>
      <div className="flex gap-2">
        <Input
          name={field.key}
          inputMode="decimal"
          autoComplete="off"
          className="max-w-28"
          disabled={entered.unit === 'learned'}
          value={entered.amount}
          onChange={(event) => change({ ...entered, amount: event.target.value })}
          {...fieldAria(id, { hint, error })}
        />
        <Select
          aria-label={`${field.label}: unit`}
          className="max-w-44"
          value={entered.unit}
          onChange={(event) =>
            change({ amount: event.target.value === 'learned' ? '' : entered.amount, unit: event.target.value })
          }
        >
          {durationUnitNames.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          {field.kind === 'rhythm' ? <option value="learned">its own rhythm: learned</option> : null}
        </Select>
      </div>
    </Field>
  )
}

interface Entered {
  readonly amount: string
  readonly unit: string
}

function split(text: string): Entered {
  if (text === 'learned') return { amount: '', unit: 'learned' }
  const seconds = readDuration(text)
  if (seconds === null) return { amount: '', unit: 'days' }
  const { amount, unit } = splitSeconds(seconds)
  return { amount: String(amount), unit }
}

/** What can't be read goes on as it was typed, for the form to say so. */
function join({ amount, unit }: Entered): string {
  if (unit === 'learned') return unit
  if (amount.trim() === '') return ''
  const seconds = secondsOf(amount, unit)
  return seconds === null ? `${amount} ${unit}` : exactDuration(seconds)
}
