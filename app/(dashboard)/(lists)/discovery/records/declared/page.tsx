import type { Metadata } from 'next'
import { ImportDeclared } from '#components/records/import-declared.client.tsx'
import { RecordsHead } from '#components/records/records-head.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'

export const metadata: Metadata = { title: 'Declared facts' }

export default async function DeclaredPage() {
  const principal = await requirePrincipal()
  return (
    <>
      <RecordsHead
        active="declared"
        note="How identities are renewed, where their keys are kept, who runs them, whom they call: what no scan can see. One identity is edited on its own page."
      />
      {hasRole(principal, 'analyst') ? (
        <Section title="Import" note="By the names of identities. What each line comes to is shown before it is saved.">
          <Card>
            <ImportDeclared />
          </Card>
        </Section>
      ) : (
        <Notice>An analyst can import declared facts; those of one identity stand on its page.</Notice>
      )}
    </>
  )
}
