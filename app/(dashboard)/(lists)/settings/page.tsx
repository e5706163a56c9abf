import type { Metadata } from 'next'
import { NameForm, PasswordForm } from '#components/settings/account-forms.client.tsx'
import { roleNotes, roleWords } from '#components/settings/role-words.ts'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { SignOutButton } from '#components/shell/user-menu.client.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { Time } from '#components/ui/time.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { getOwnAccount } from '#lib/data/users/own-account.ts'
import { passwordLength } from '#lib/data/users/user-fields.ts'
import { changePasswordAction, renameAction } from './actions.ts'

export const metadata: Metadata = { title: 'Your account' }

export default async function AccountPage() {
  const principal = await requirePrincipal()
  const account = await getOwnAccount(principal)
  return (
    <>
      <SettingsTabs active="account" role={principal.role} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title="You">
          <Card className="grid gap-5">
            <DefinitionList
              items={[
                { term: 'E-mail address', value: account.email },
                { term: 'Role', value: `${roleWords[principal.role]}: ${roleNotes[principal.role]}` },
                { term: 'Since', value: <Time at={account.createdAt} show="date" /> },
                { term: 'Open sessions', value: account.sessions.toLocaleString('en') },
              ]}
            />
            <NameForm action={renameAction} name={account.name} />
          </Card>
        </Section>
        <Section title="Password">
          <Card>
            <PasswordForm action={changePasswordAction} email={account.email} minLength={passwordLength.min} />
          </Card>
        </Section>
        <Section title="Appearance">
          <Card className="text-ink-2">
            Theme (light, dark, as the system) and the density of tables are chosen with the sun or moon at the top
            right. They are kept in this browser.
          </Card>
        </Section>
        <Section title="Session">
          <Card className="flex flex-wrap items-center justify-between gap-3 text-ink-2">
            Ends the session of this browser.
            <SignOutButton />
          </Card>
        </Section>
      </div>
    </>
  )
}
