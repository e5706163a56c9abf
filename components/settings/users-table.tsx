import type { UserRow } from '#lib/data/users/list-users.ts'
import { Badge } from '../ui/badge.tsx'
import { Time } from '../ui/time.tsx'
import { NameLink } from './name-link.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'
import { roleWords } from './role-words.ts'

export function UsersTable({ users, ownId }: { users: readonly UserRow[]; ownId: string }) {
  const columns: readonly PlainColumn<UserRow>[] = [
    {
      header: 'Name',
      cell: (user) => (
        <NameLink href={`/settings/users/${user.id}`} name={user.name}>
          {user.id === ownId ? <Badge>you</Badge> : null}
          {user.disabled ? <Badge>disabled</Badge> : null}
        </NameLink>
      ),
    },
    { header: 'E-mail address', className: '[overflow-wrap:anywhere]', cell: (user) => user.email },
    { header: 'Role', cell: (user) => roleWords[user.role] },
    { header: 'Last session', align: 'right', cell: (user) => <Time at={user.lastSeenAt} missing="none open" /> },
    { header: 'Created', align: 'right', cell: (user) => <Time at={user.createdAt} show="date" /> },
  ]
  return <PlainTable caption="Users" columns={columns} rows={users} />
}
