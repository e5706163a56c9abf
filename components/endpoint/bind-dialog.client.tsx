'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { Notice } from '../ui/notice.tsx'
import { IdentityPicker, type PickedIdentity } from './identity-picker.client.tsx'

/** Says by hand which identity endpoints ought to prove, or hands them back to the rules. `send` tells a problem or null. */
export function BindDialog({
  size = 'md',
  label = 'Bind …',
  unbindLabel = 'Leave it to the rules',
  description = 'What the endpoint ought to prove. A binding by hand is not touched by rules or imports.',
  send,
}: {
  size?: 'sm' | 'md'
  label?: string
  unbindLabel?: string
  description?: string
  send: (identityId: string | null) => Promise<string | null>
}) {
  const [open, setOpen] = useState(false)
  const [picked, setPicked] = useState<PickedIdentity | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const bind = async (identityId: string | null) => {
    setPending(true)
    const failed = await send(identityId)
    setPending(false)
    setProblem(failed)
    if (failed === null) setOpen(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (picked !== null) void bind(picked.id)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Bind to an identity"
      description={description}
      trigger={<Button size={size}>{label}</Button>}
    >
      <form onSubmit={submit} className="grid gap-4">
        {problem === null ? null : <Notice kind="error">{problem}</Notice>}
        <IdentityPicker onPick={setPicked} />
        <div className="flex flex-wrap justify-between gap-2">
          <Button disabled={pending} onClick={() => void bind(null)}>
            {unbindLabel}
          </Button>
          <Button type="submit" variant="primary" disabled={pending || picked === null}>
            {pending ? 'Binding …' : 'Bind'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
