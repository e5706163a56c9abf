import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

export const inputClass =
  'h-8.5 w-full min-w-0 rounded-md border border-line-input bg-surface px-2.5 text-sm text-ink aria-invalid:border-danger disabled:opacity-60'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={classNames(inputClass, className)} {...rest} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={classNames(inputClass, 'h-auto min-h-24 py-2', className)} {...rest} />
}

/** The browser's own select: works by keyboard, by touch and without scripts. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={classNames(inputClass, 'pr-7', className)} {...rest} />
}

export function Checkbox({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return <input type="checkbox" className={classNames('size-4 shrink-0 accent-accent', className)} {...rest} />
}
