'use client'

import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogClose } from '../ui/dialog.client.tsx'
import { Notice } from '../ui/notice.tsx'

/** Asks before endpoints go with all that was seen there. `send` tells a problem or null. */
export function RemoveDialog({
  size = 'md',
  what,
  send,
}: {
  size?: 'sm' | 'md'
  what: string
  send: () => Promise<string | null>
}) {
  const [open, setOpen] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const remove = async () => {
    setPending(true)
    const failed = await send()
    setPending(false)
    setProblem(failed)
    if (failed === null) setOpen(false)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Remove ${what}?`}
      description="Observations, findings with their history, and rotations go with them; certificates stay. To stop scans and keep the records, disable instead."
      trigger={<Button size={size}>Remove …</Button>}
    >
      {problem === null ? null : <Notice kind="error">{problem}</Notice>}
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>Keep</Button>
        </DialogClose>
        <Button variant="danger" disabled={pending} onClick={() => void remove()}>
          {pending ? 'Removing …' : 'Remove'}
        </Button>
      </div>
    </Dialog>
  )
}
