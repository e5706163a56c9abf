import type { Metadata } from 'next'
import { PageSavedViews } from '#app/(dashboard)/saved-views/page-saved-views.tsx'
import { certificateFacets } from '#components/certificate/certificate-facets.ts'
import { CertificateTabs } from '#components/certificate/certificate-tabs.tsx'
import { CertificatesTable } from '#components/certificate/certificates-table.client.tsx'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { certificateFilter } from '#lib/data/certificates/filter.ts'
import { listCertificates } from '#lib/data/certificates/list-certificates.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'

export const metadata: Metadata = { title: 'Certificates' }

export default async function CertificatesPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(certificateFilter, parameters)
  const [page, choices] = await Promise.all([listCertificates(principal, filter), listPlaceChoices(principal)])
  return (
    <>
      <PageHeader
        title="Certificates"
        note="Every certificate that was ever presented or is an anchor, by the SHA-256 of its bytes."
      />
      <FilterProblems problems={problems} />
      <CertificateTabs filter={filter} />
      <CertificatesTable
        {...tableData(certificateFilter, filter, page)}
        facets={certificateFacets(choices)}
        savedViews={<PageSavedViews page="/certificates" />}
      />
    </>
  )
}
