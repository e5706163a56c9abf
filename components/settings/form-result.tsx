import type { ReactNode } from 'react'
import type { FormState } from '#lib/api/form-state.ts'
import { Notice } from '../ui/notice.tsx'

/** Above a form: why it was refused, or that it was done. */
export function FormResult<T>({ state, done }: { state: FormState<T>; done: (value: T) => ReactNode }) {
  if (state.result === null) return null
  if (state.result.ok) return <Notice>{done(state.result.value)}</Notice>
  return <Notice kind="error">{state.result.message}</Notice>
}
