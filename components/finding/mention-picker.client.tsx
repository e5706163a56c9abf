'use client'

import { Select } from '../ui/input.tsx'
import type { Assignee } from './change-form.client.tsx'

/** Puts a name into a comment: who is named is told. */
export function MentionPicker({ users, onPick }: { users: readonly Assignee[]; onPick: (user: Assignee) => void }) {
  return (
    <Select
      aria-label="Mention somebody"
      className="w-56"
      value=""
      onChange={(event) => {
        const user = users.find(({ id }) => id === event.target.value)
        if (user) onPick(user)
      }}
    >
      <option value="">Mention somebody …</option>
      {users.map((user) => (
        <option key={user.id} value={user.id}>
          {user.name}
        </option>
      ))}
    </Select>
  )
}
