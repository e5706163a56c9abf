'use client'

import { useRef, useState } from 'react'
import type { FormAction } from '#lib/api/form-state.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogClose } from '../ui/dialog.client.tsx'
import { useActionForm } from './use-action-form.ts'

/**
 * One deed on one thing, with its refusal beside it. `confirm` asks first where scripts run: what will happen, in a
 * sentence.
 */
export function ActionButton({
  action,
  fields,
  label,
  danger = false,
  confirm,
}: {
  action: FormAction
  fields: Readonly<Record<string, string>>
  label: string
  danger?: boolean
  confirm?: { readonly title: string; readonly text: string }
}) {
  const { state, pending, form } = useActionForm(action)
  const [asking, setAsking] = useState(false)
  const sure = useRef(false)
  const submit: typeof form.onSubmit = (event) => {
    if (confirm === undefined || sure.current) {
      sure.current = false
      return form.onSubmit(event)
    }
    event.preventDefault()
    setAsking(true)
  }
  const goOn = () => {
    sure.current = true
    setAsking(false)
    form.ref.current?.requestSubmit()
  }
  return (
    <form {...form} onSubmit={submit} className="grid justify-items-start gap-1">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button
        type="submit"
        size="sm"
        variant="secondary"
        className={danger ? 'text-danger' : undefined}
        disabled={pending}
      >
        {pending ? 'Working …' : label}
      </Button>
      {state.result && !state.result.ok ? (
        <p role="alert" className="max-w-xs whitespace-normal text-left font-medium text-danger text-xs">
          {state.result.message}
        </p>
      ) : null}
      {confirm === undefined ? null : (
        <Dialog open={asking} onOpenChange={setAsking} title={confirm.title} description={confirm.text}>
          <div className="flex justify-end gap-2">
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant={danger ? 'danger' : 'primary'} onClick={goOn}>
              {label}
            </Button>
          </div>
        </Dialog>
      )}
    </form>
  )
}
