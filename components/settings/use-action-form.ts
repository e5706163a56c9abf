import { type FormEvent, startTransition, useActionState, useEffect, useRef } from 'react'
import type { FormAction, FormState } from '#lib/api/form-state.ts'

/**
 * A form on a server action. Without scripts the browser sends it itself; with them what was typed stays where the
 * action refuses, and `whenDone` runs where it does not.
 */
export function useActionForm<T>(action: FormAction<T>, whenDone?: (form: HTMLFormElement, value: T) => void) {
  const initial: FormState<T> = { result: null, sent: {} }
  const [state, dispatch, pending] = useActionState(action, initial)
  const ref = useRef<HTMLFormElement>(null)
  const done = useRef(whenDone)
  done.current = whenDone
  useEffect(() => {
    if (state.result?.ok && ref.current) done.current?.(ref.current, state.result.value)
  }, [state])
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    startTransition(() => dispatch(form))
  }
  const problems = state.result && !state.result.ok ? state.result.problems : []
  return {
    state,
    pending,
    form: { ref, action: dispatch, onSubmit },
    /** What was sent and refused, else `value`. */
    textOf: (name: string, value = '') => state.sent[name] ?? value,
    /** What is wrong with a field, or with the parts of it (`allow.3`). */
    errorOf: (name: string): string | undefined => {
      const own = problems.filter(({ at }) => at === name || at.startsWith(`${name}.`))
      return own.length === 0 ? undefined : own.map(({ problem }) => problem).join(' ')
    },
  }
}

/** Empties a form that makes things, for the next one. */
export function resetForm(form: HTMLFormElement): void {
  form.reset()
}
