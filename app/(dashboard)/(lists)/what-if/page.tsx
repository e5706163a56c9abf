import type { Metadata } from 'next'
import { OlderLink } from '#components/discovery/older-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { WhatIfTable } from '#components/what-if/what-if-table.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listWhatIfs } from '#lib/data/what-if/what-ifs.ts'

export const metadata: Metadata = { title: 'What if' }

export default async function WhatIfsPage({ searchParams }: { searchParams: Promise<{ cursor?: string | string[] }> }) {
  const [principal, { cursor: asked }] = await Promise.all([requirePrincipal(), searchParams])
  const cursor = typeof asked === 'string' ? asked : undefined
  const page = await listWhatIfs(principal, { limit: 25, ...(cursor === undefined ? {} : { cursor }) })
  const ask = hasRole(principal, 'analyst') ? (
    <LinkButton variant="primary" href="/what-if/new">
      Ask a question
    </LinkButton>
  ) : undefined
  return (
    <>
      <PageHeader
        title="What if"
        note="What a change of trust would do to the verdicts on all chains on record, before anybody makes it. Nothing is scanned, and nothing is changed; answers stay as reports."
        actions={ask}
      />
      {page.rows.length === 0 ? (
        <EmptyState
          title="No questions yet"
          why="Suppose that a CA is distrusted, that an anchor goes or comes, that SHA-1 is forbidden or that a day has come: the report tells which endpoints and identities break, and which keep another path."
          action={ask ?? <p className="text-ink-3 text-xs">Analysts ask; everybody reads.</p>}
        />
      ) : (
        <>
          <WhatIfTable rows={page.rows} />
          <OlderLink
            shown={page.rows.length}
            total={page.total}
            noun="questions"
            path="/what-if"
            cursor={cursor}
            nextCursor={page.nextCursor}
          />
        </>
      )}
    </>
  )
}
