import type { Metadata } from 'next'
import { bulkChangeIdentitiesAction, declareIdentityAction } from '#app/(dashboard)/identities/actions.ts'
import { PageSavedViews } from '#app/(dashboard)/saved-views/page-saved-views.tsx'
import { DeclareIdentity } from '#components/identity/declare-identity.client.tsx'
import { IdentitiesTable, NoIdentities } from '#components/identity/identities-table.client.tsx'
import { identityFacets } from '#components/identity/identity-facets.ts'
import { tableData } from '#components/table/table-data.ts'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listEnvironments } from '#lib/data/environments/save-environment.ts'
import { parseFilter, requireFilter } from '#lib/data/filter.ts'
import { none } from '#lib/data/findings/filter.ts'
import { countIdentities } from '#lib/data/identities/count-identities.ts'
import { identityFilter } from '#lib/data/identities/filter.ts'
import { listIdentities } from '#lib/data/identities/list-identities.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'

export const metadata: Metadata = { title: 'Identities' }

/** The list begins with a filter, so that an empty list alone does not tell that there never was one. */
const everyIdentity = requireFilter(identityFilter, { retired: 'all' })

export default async function IdentitiesPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const principal = await requirePrincipal()
  const { filter, problems } = parseFilter(identityFilter, await searchParams)
  const [page, choices, environments] = await Promise.all([
    listIdentities(principal, filter),
    listPlaceChoices(principal),
    listEnvironments(principal),
  ])
  const mayChange = hasRole(principal, 'analyst')
  const said = {
    environments: environments.map(({ id, name }) => ({ id, name })),
    owners: choices.owners.flatMap(({ value }) => (value === none ? [] : [value])),
  }
  return (
    <>
      <PageHeader
        title="Identities"
        note="The services that TLS is to prove, each with the rungs that it stands on: encrypted, trusted, bound, current, mutual."
        actions={
          <>
            <LinkButton href="/identities/questions">Questions before sessions</LinkButton>
            {mayChange ? <DeclareIdentity {...said} declare={declareIdentityAction} /> : null}
          </>
        }
      />
      <FilterProblems problems={problems} />
      {page.rows.length === 0 && (await countIdentities(principal, everyIdentity)).count === 0 ? (
        <NoIdentities />
      ) : (
        <IdentitiesTable
          {...tableData(identityFilter, filter, page)}
          facets={identityFacets(choices)}
          savedViews={<PageSavedViews page="/identities" />}
          bulk={mayChange ? { ...said, change: bulkChangeIdentitiesAction } : null}
        />
      )}
    </>
  )
}
