import type { Metadata } from 'next'
import { EnvironmentForm } from '#components/settings/environment-form.client.tsx'
import { Card } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { listStoreSummaries } from '#lib/data/trust-stores/list-store-summaries.ts'
import { createEnvironmentAction } from '../actions.ts'

export const metadata: Metadata = { title: 'New environment' }

const blank = { id: null, name: '', production: false, trustStoreId: null, policy: {} } as const

export default async function NewEnvironmentPage() {
  const principal = await requirePrincipal('admin')
  const stores = await listStoreSummaries(principal)
  return (
    <>
      <PageHeader parent={{ href: '/settings/environments', label: 'Environments' }} title="New environment" />
      <Card>
        <EnvironmentForm action={createEnvironmentAction} environment={blank} stores={stores} done="Created." />
      </Card>
    </>
  )
}
