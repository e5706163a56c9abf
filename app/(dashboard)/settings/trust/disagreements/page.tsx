import type { Metadata } from 'next'
import { Suspense } from 'react'
import { DisagreementsTable } from '#components/settings/disagreements-table.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { TrustTabs } from '#components/settings/trust-tabs.tsx'
import { Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Pagination } from '#components/ui/pagination.tsx'
import { ListSkeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import type { Principal } from '#lib/core/principal.ts'
import { listAdvisories } from '#lib/data/advisories/list-advisories.ts'
import { listDisagreements } from '#lib/data/trust/disagreements.ts'

export const metadata: Metadata = { title: 'Second opinion' }

const here = '/settings/trust/disagreements'

export default async function DisagreementsPage({
  searchParams,
}: {
  searchParams: Promise<{ cursor?: string | string[] }>
}) {
  const [principal, { cursor }] = await Promise.all([requirePrincipal('admin'), searchParams])
  return (
    <Suspense fallback={<ListSkeleton />}>
      <Disagreements principal={principal} at={typeof cursor === 'string' ? cursor : undefined} />
    </Suspense>
  )
}

async function Disagreements({ principal, at }: { principal: Principal; at: string | undefined }) {
  const [advisories, page] = await Promise.all([
    listAdvisories(principal),
    listDisagreements(principal, { cursor: at }),
  ])
  return (
    <>
      <SettingsTabs active="trust" role={principal.role} />
      <TrustTabs active="disagreements" advisories={advisories.length} role={principal.role} />
      <Section
        title="Second opinion"
        note="Each posture scan asks node:tls (OpenSSL) as well, with the same anchors. Where it trusts a chain that we do not, or the other way round, it is listed here. Our verdict is the one that counts."
      >
        {page.rows.length === 0 && at === undefined ? (
          <EmptyState
            title="No disagreements"
            why="Wherever both were asked, both say the same. Endpoints that no posture scan has reached are not compared."
          />
        ) : (
          <>
            <DisagreementsTable rows={page.rows} />
            <Pagination
              shown={page.rows.length}
              total={page.total}
              noun="disagreements"
              firstHref={at === undefined ? null : here}
              nextHref={page.nextCursor === null ? null : `${here}?cursor=${page.nextCursor}`}
            />
          </>
        )}
      </Section>
    </>
  )
}
