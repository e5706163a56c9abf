import { type ActionResult, actionResult } from './action-result.ts'

/** What a form's server action tells the form, with scripts and without. */
export interface FormState<T = null> {
  readonly result: ActionResult<T> | null
  /** What was sent, for the form to show again where it was refused; secrets and files are left out. */
  readonly sent: Readonly<Record<string, string>>
}

/** A form's server action as `useActionState` takes it. */
export type FormAction<T = null> = (before: FormState<T>, form: FormData) => Promise<FormState<T>>

const secret = new Set(['current', 'password', 'pem'])

/** Runs a form's deed on its text fields; refusals become part of the state. */
export async function formState<T>(
  form: FormData,
  work: (fields: Readonly<Record<string, string>>) => Promise<T>,
): Promise<FormState<T>> {
  const fields = textFields(form)
  const result = await actionResult(() => work(fields))
  const sent = result.ok ? [] : Object.entries(fields).filter(([name]) => !secret.has(name))
  return { result, sent: Object.fromEntries(sent) }
}

/** Next puts fields of its own, named `$ACTION…`, into forms. */
function textFields(form: FormData): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of form) if (typeof value === 'string' && !name.startsWith('$')) texts[name] = value
  return texts
}
