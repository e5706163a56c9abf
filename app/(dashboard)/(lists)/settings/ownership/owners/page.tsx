import type { Metadata } from 'next'
import { ImportOwnersForm, OwnerForm } from '#components/settings/owner-forms.client.tsx'
import { OwnersTable } from '#components/settings/owners-table.client.tsx'
import { OwnershipTabs } from '#components/settings/ownership-tabs.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { tableData } from '#components/table/table-data.ts'
import { Card, Section } from '#components/ui/card.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { ownerFilter } from '#lib/data/owners/filter.ts'
import { listOwners } from '#lib/data/owners/list-owners.ts'
import { importOwnersAction, removeOwnerAction, saveOwnerAction } from './actions.ts'

export const metadata: Metadata = { title: 'Owners' }

export default async function OwnersPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(ownerFilter, parameters)
  const page = await listOwners(principal, filter)
  const may = hasRole(principal, 'analyst')
  return (
    <>
      <SettingsTabs active="ownership" role={principal.role} />
      <OwnershipTabs active="owners" />
      <FilterProblems problems={problems} />
      <Section
        title="Owners"
        note="Teams and people by the name that identities carry. What an inactive owner owns has nobody to look after it, and is a finding."
      >
        <OwnersTable
          {...tableData(ownerFilter, filter, page)}
          actions={may ? { save: saveOwnerAction, remove: removeOwnerAction } : null}
        />
      </Section>
      {may ? (
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <Section title="Put an owner on record">
            <Card>
              <OwnerForm action={saveOwnerAction} />
            </Card>
          </Section>
          <Section title="Import from a directory">
            <Card>
              <ImportOwnersForm action={importOwnersAction} />
            </Card>
          </Section>
        </div>
      ) : null}
    </>
  )
}
