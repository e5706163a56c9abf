'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextareaField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Assignee } from './change-form.client.tsx'
import { type ChangeAction, type ChangeTarget, sendChange } from './finding-actions.client.tsx'
import { MentionPicker } from './mention-picker.client.tsx'

export function CommentForm({
  target,
  users,
  change,
}: {
  target: ChangeTarget
  users: readonly Assignee[]
  change: ChangeAction
}) {
  const [text, setText] = useState('')
  const [picked, setPicked] = useState<readonly Assignee[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    const failed = await sendChange(change, target, {
      action: 'comment',
      text,
      mentions: picked.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id),
    })
    setPending(false)
    setProblem(failed)
    if (failed !== null) return
    setText('')
    setPicked([])
  }
  const pick = (user: Assignee) => {
    setPicked((before) => [...before.filter(({ id }) => id !== user.id), user])
    setText((before) => `${before}${before === '' || /\s$/.test(before) ? '' : ' '}@${user.name} `)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="no-print grid gap-2">
      {problem === null ? null : <Notice kind="error">{problem}</Notice>}
      <TextareaField
        name="comment"
        label="Comment"
        hint="@ before a name tells its owner, in the inbox at the bell."
        required
        maxLength={2000}
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <MentionPicker users={users} onPick={pick} />
        <Button type="submit" disabled={pending || text.trim() === ''}>
          {pending ? 'Saving …' : 'Comment'}
        </Button>
      </div>
    </form>
  )
}
