'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextareaField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { type ChangeAction, type ChangeTarget, sendChange } from './finding-actions.client.tsx'

export function CommentForm({ target, change }: { target: ChangeTarget; change: ChangeAction }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    const failed = await sendChange(change, target, { action: 'comment', text })
    setPending(false)
    setProblem(failed)
    if (failed === null) setText('')
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="no-print grid gap-2">
      {problem === null ? null : <Notice kind="error">{problem}</Notice>}
      <TextareaField
        name="comment"
        label="Comment"
        required
        maxLength={2000}
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex justify-end">
        <Button type="submit" disabled={pending || text.trim() === ''}>
          {pending ? 'Saving …' : 'Comment'}
        </Button>
      </div>
    </form>
  )
}
