import type { Metadata } from 'next'
import { Suspense } from 'react'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { CreateUserForm } from '#components/settings/user-forms.client.tsx'
import { UsersTable } from '#components/settings/users-table.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { ListSkeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import type { Principal } from '#lib/core/principal.ts'
import { listUsers } from '#lib/data/users/list-users.ts'
import { passwordLength } from '#lib/data/users/user-fields.ts'
import { createUserAction } from './actions.ts'

export const metadata: Metadata = { title: 'Users' }

export default async function UsersPage() {
  const principal = await requirePrincipal('admin')
  return (
    <Suspense fallback={<ListSkeleton />}>
      <Users principal={principal} />
    </Suspense>
  )
}

async function Users({ principal }: { principal: Principal }) {
  const users = await listUsers(principal)
  return (
    <>
      <SettingsTabs active="users" role={principal.role} />
      <Section title="Users" note="Whoever is listed here can sign in, unless disabled.">
        <UsersTable users={users} ownId={principal.id} />
      </Section>
      <Section id="create" title="New user">
        <Card>
          <CreateUserForm action={createUserAction} minLength={passwordLength.min} />
        </Card>
      </Section>
    </>
  )
}
