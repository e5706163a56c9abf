import type { Metadata } from 'next'
import { removeLogListAction, saveLogListAction } from '#app/(dashboard)/settings/trust/log-list-actions.ts'
import { ActionButton } from '#components/settings/action-button.client.tsx'
import { LogListFacts } from '#components/settings/log-list-facts.tsx'
import { LogsTable } from '#components/settings/logs-table.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { TrustTabs } from '#components/settings/trust-tabs.tsx'
import { UploadLogList } from '#components/settings/upload-log-list.client.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listAdvisories } from '#lib/data/advisories/list-advisories.ts'
import { getLogList } from '#lib/data/ct-logs/get-log-list.ts'

export const metadata: Metadata = { title: 'CT logs' }

export default async function LogListPage() {
  const principal = await requirePrincipal()
  const [list, advisories] = await Promise.all([getLogList(principal), listAdvisories(principal)])
  const isAdmin = hasRole(principal, 'admin')
  return (
    <>
      <SettingsTabs active="trust" role={principal.role} />
      <TrustTabs active="ct-logs" advisories={advisories.length} role={principal.role} />
      <Section
        title="CT logs"
        note="The logs of Certificate Transparency, their keys and who runs them. By this list the SCTs of public certificates are verified and held against the policies of browsers; without one they are only counted."
      >
        {list === null ? (
          <EmptyState
            title="No list of CT logs yet"
            why="No list comes with the product, and none is fetched. Upload the one that your browsers use: until then neither operators nor signatures of SCTs are assessed."
          />
        ) : (
          <>
            <Card className="grid gap-4">
              <LogListFacts list={list} />
              {isAdmin ? (
                <ActionButton
                  action={removeLogListAction}
                  fields={{}}
                  label="Remove the list"
                  danger
                  confirm={{
                    title: 'Remove the list of CT logs?',
                    text: 'SCTs are only counted from then on, and no public certificate passes by them. Nothing is scanned.',
                  }}
                />
              ) : null}
            </Card>
            <LogsTable logs={list.logs} />
          </>
        )}
      </Section>
      {isAdmin ? (
        <Section
          id="upload"
          title={list === null ? 'Upload a list' : 'Upload a newer list'}
          note="The JSON that browsers use (log list schema, version 3), as docs/ct-logs.md describes it. It takes the place of the one before."
        >
          <Card>
            <UploadLogList action={saveLogListAction} />
          </Card>
        </Section>
      ) : null}
    </>
  )
}
