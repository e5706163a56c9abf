import type { ComponentProps, ReactNode } from 'react'
import { Checkbox, Input, Select, Textarea } from './input.tsx'

interface FieldText {
  readonly name: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong with this field; it is announced and tied to the input. */
  readonly error?: string | undefined
}

/** Label, hint and error around one input that carries `fieldAria`. */
export function Field({
  id,
  label,
  hint,
  error,
  children,
}: Omit<FieldText, 'name'> & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-ink-3 text-xs">
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} />
    </div>
  )
}

function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (error === undefined) return null
  return (
    <p id={`${id}-error`} role="alert" className="font-medium text-danger text-xs">
      {error}
    </p>
  )
}

/** Ties an input to its hint and error. */
export function fieldAria(id: string, text: { readonly hint?: ReactNode; readonly error?: string | undefined }) {
  const described = [
    text.hint === undefined ? [] : [`${id}-hint`],
    text.error === undefined ? [] : [`${id}-error`],
  ].flat()
  return {
    id,
    'aria-invalid': text.error === undefined ? undefined : true,
    'aria-describedby': described.length === 0 ? undefined : described.join(' '),
  }
}

export function TextField({
  name,
  label,
  hint,
  error,
  id = name,
  ...rest
}: FieldText & Omit<ComponentProps<'input'>, 'name'>) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <Input name={name} {...rest} {...fieldAria(id, { hint, error })} />
    </Field>
  )
}

export function TextareaField({
  name,
  label,
  hint,
  error,
  id = name,
  ...rest
}: FieldText & Omit<ComponentProps<'textarea'>, 'name'>) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <Textarea name={name} {...rest} {...fieldAria(id, { hint, error })} />
    </Field>
  )
}

export function SelectField({
  name,
  label,
  hint,
  error,
  id = name,
  ...rest
}: FieldText & Omit<ComponentProps<'select'>, 'name'>) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <Select name={name} {...rest} {...fieldAria(id, { hint, error })} />
    </Field>
  )
}

export function CheckboxField({
  name,
  label,
  hint,
  error,
  id = name,
  ...rest
}: FieldText & Omit<ComponentProps<'input'>, 'name' | 'type'>) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="flex items-center gap-2 text-sm">
        <Checkbox name={name} {...rest} {...fieldAria(id, { hint, error })} />
        {label}
      </label>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="pl-6 text-ink-3 text-xs">
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} />
    </div>
  )
}
