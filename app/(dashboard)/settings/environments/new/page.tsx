import type { Metadata } from 'next'
import { EnvironmentForm } from '#components/settings/environment-form.client.tsx'
import { Card } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { createEnvironmentAction } from '../actions.ts'

export const metadata: Metadata = { title: 'New environment' }

const blank = { id: null, name: '', production: false } as const

export default async function NewEnvironmentPage() {
  await requirePrincipal('admin')
  return (
    <>
      <PageHeader
        parent={{ href: '/settings/environments', label: 'Environments' }}
        title="New environment"
        note="Its policy is set on its page."
      />
      <Card>
        <EnvironmentForm action={createEnvironmentAction} environment={blank} done="Created." />
      </Card>
    </>
  )
}
