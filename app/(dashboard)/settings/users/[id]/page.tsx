import type { Metadata } from 'next'
import { ActionButton } from '#components/settings/action-button.client.tsx'
import { ChangeRoleForm, ResetPasswordForm } from '#components/settings/user-forms.client.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { getUser } from '#lib/data/users/get-user.ts'
import { passwordLength } from '#lib/data/users/user-fields.ts'
import { orNotFound } from '../../../or-not-found.ts'
import { disableUserAction, enableUserAction, resetPasswordAction, setRoleAction } from '../actions.ts'

export const metadata: Metadata = { title: 'User' }

export default async function UserPage({ params }: { params: Promise<{ id: string }> }) {
  const [principal, { id }] = await Promise.all([requirePrincipal('admin'), params])
  const user = await orNotFound(getUser(principal, id))
  const self = user.id === principal.id
  return (
    <>
      <PageHeader
        parent={{ href: '/settings/users', label: 'Users' }}
        title={<bdi>{user.name}</bdi>}
        note={user.email}
        badges={
          <>
            {user.disabled ? <Badge>disabled</Badge> : null}
            {self ? <Badge>you</Badge> : null}
          </>
        }
      />
      <Section title="Role" note="Tokens of theirs above a lower role are revoked.">
        <Card>
          <ChangeRoleForm action={setRoleAction} id={user.id} role={user.role} />
        </Card>
      </Section>
      <Section title="New password" note="For somebody who forgot theirs. Every session of theirs ends.">
        <Card>
          <ResetPasswordForm action={resetPasswordAction} id={user.id} minLength={passwordLength.min} />
        </Card>
      </Section>
      <Section title="Access">
        <Card className="flex flex-wrap items-center justify-between gap-3">
          {user.disabled ? (
            <>
              <p className="text-ink-2">Cannot sign in. Tokens that were revoked stay revoked.</p>
              <ActionButton action={enableUserAction} fields={{ id: user.id }} label="Enable" />
            </>
          ) : (
            <>
              <p className="text-ink-2">
                Disabling ends every session and revokes every token of this user. What they did stays in the activity.
              </p>
              <ActionButton
                action={disableUserAction}
                fields={{ id: user.id }}
                label="Disable"
                danger
                confirm={{
                  title: `Disable ${user.name}?`,
                  text: 'They are signed out at once, and their tokens are revoked for good. They can be enabled again.',
                }}
              />
            </>
          )}
        </Card>
      </Section>
    </>
  )
}
