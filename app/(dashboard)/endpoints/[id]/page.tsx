import type { Metadata } from 'next'
import { cache, Suspense } from 'react'
import { AddressComparison } from '#components/endpoint/address-comparison.tsx'
import { EndpointActions } from '#components/endpoint/endpoint-actions.client.tsx'
import { EndpointScans, EndpointTarget } from '#components/endpoint/endpoint-facts.tsx'
import { EndpointFindings } from '#components/endpoint/endpoint-findings.tsx'
import { EndpointVerdicts } from '#components/endpoint/endpoint-verdicts.tsx'
import { LeafHistoryView } from '#components/endpoint/leaf-history.tsx'
import { MtlsBadge } from '#components/endpoint/mtls-badge.tsx'
import { ObservationHistory } from '#components/endpoint/observation-history.tsx'
import { OneScan, ScanProgress } from '#components/endpoint/scan-progress.client.tsx'
import { EndpointPosture } from '#components/posture/endpoint-posture.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { Name } from '#components/ui/name.tsx'
import { Notice, PartialNotice } from '#components/ui/notice.tsx'
import { OutcomeBadge } from '#components/ui/outcome-badge.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { AppError } from '#lib/core/errors.ts'
import { hasRole } from '#lib/core/principal.ts'
import { getEndpoint } from '#lib/data/endpoints/get-endpoint.ts'
import { listEndpointAddresses } from '#lib/data/endpoints/list-endpoint-addresses.ts'
import { listEndpointVerdicts } from '#lib/data/endpoints/list-endpoint-verdicts.ts'
import { listLeafHistory } from '#lib/data/endpoints/list-leaf-history.ts'
import { listObservations } from '#lib/data/endpoints/list-observations.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { findingFilter } from '#lib/data/findings/filter.ts'
import { listFindings } from '#lib/data/findings/list-findings.ts'
import { dueFilter } from '#lib/data/rotations/due-filter.ts'
import { listDue } from '#lib/data/rotations/list-due.ts'
import { orNotFound } from '../../or-not-found.ts'
import { changeEndpointsAction } from '../actions.ts'

interface PageProps {
  readonly params: Promise<{ id: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

const load = cache(async (id: string) => {
  const principal = await requirePrincipal()
  return { principal, endpoint: await orNotFound(getEndpoint(principal, id)) }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { endpoint } = await load((await params).id)
  return { title: endpoint.label }
}

export default async function EndpointPage(props: PageProps) {
  await load((await props.params).id)
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <Endpoint {...props} />
    </Suspense>
  )
}

async function Endpoint({ params, searchParams }: PageProps) {
  const { principal, endpoint } = await load((await params).id)
  const { id } = endpoint
  const { history, scan } = await searchParams
  const cursor = typeof history === 'string' ? history : undefined
  const findingQuery = `endpoint=${id}`
  const [addresses, verdicts, leaves, due, observations, findings] = await Promise.all([
    listEndpointAddresses(principal, id),
    listEndpointVerdicts(principal, id),
    listLeafHistory(principal, id),
    listDue(principal, { ...parseFilter(dueFilter, { endpoint: id }).filter, limit: 10 }),
    // A cursor that is not one of this list begins at its head.
    listObservations(principal, id, { cursor, limit: 20 }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'invalid-input')
        return listObservations(principal, id, { limit: 20 })
      throw error
    }),
    listFindings(principal, { ...parseFilter(findingFilter, new URLSearchParams(findingQuery)).filter, limit: 10 }),
  ])
  const may = hasRole(principal, 'analyst')
  const followed = endpoint.activeScanId !== null && scan !== endpoint.activeScanId ? endpoint.activeScanId : null
  return (
    <>
      <PageHeader
        title={<Name value={endpoint.label} />}
        parent={{ href: '/endpoints', label: 'Endpoints' }}
        badges={
          <>
            <OutcomeBadge outcome={endpoint.lastOutcome} />
            {endpoint.mtls === null ? null : <MtlsBadge verdict={endpoint.mtls} />}
            {endpoint.worstSeverity === null ? null : <SeverityBadge severity={endpoint.worstSeverity} />}
          </>
        }
        actions={
          may ? (
            <EndpointActions
              id={id}
              label={endpoint.label}
              enabled={endpoint.enabled}
              scanning={endpoint.activeScanId !== null}
              mayRemove={hasRole(principal, 'admin')}
              change={changeEndpointsAction}
            />
          ) : undefined
        }
      />
      <ScanProgress canCancel={may} />
      {followed === null ? null : <OneScan id={followed} canCancel={may} />}
      {endpoint.enabled ? null : <Notice>Scans are switched off: what stands here is as old as it says.</Notice>}
      {endpoint.stale ? (
        <PartialNotice>
          Stale: nothing was seen here within three scan intervals. What follows is the last that is known.
        </PartialNotice>
      ) : null}
      <div className="grid min-w-0 gap-6 lg:grid-cols-2">
        <Section title="What is dialled" className="content-start">
          <Card>
            <EndpointTarget endpoint={endpoint} />
          </Card>
        </Section>
        <Section title="Scans" className="content-start">
          <Card>
            <EndpointScans endpoint={endpoint} />
          </Card>
        </Section>
      </div>
      <Section id="findings" title="Findings" note="Open and acknowledged, worst first">
        <EndpointFindings page={findings} href={`/findings?${findingQuery}`} />
      </Section>
      <Section
        id="addresses"
        title="Addresses"
        note="Each address that the name resolves to, with what it last showed. Clients may get any of them."
      >
        {addresses.addresses.length === 0 ? (
          <p className="text-ink-3">
            {endpoint.lastScanAt === null ? 'It was not scanned yet.' : 'No address was dialled.'}
          </p>
        ) : (
          <AddressComparison {...addresses} />
        )}
      </Section>
      <Section
        id="posture"
        title="Posture"
        note="What each address accepts, as more connections tell. What was not learned is said and judged as unknown."
      >
        <EndpointPosture {...addresses} />
      </Section>
      <Section id="rotation" title="Certificates over time">
        <LeafHistoryView endpointId={id} history={leaves} due={due} />
      </Section>
      <Section
        id="history"
        title="Observations"
        note="Immutable. Scans in a row that saw exactly the same are one line."
      >
        <ObservationHistory
          page={observations}
          firstHref={cursor === undefined ? null : `/endpoints/${id}#history`}
          nextHref={
            observations.nextCursor === null ? null : `/endpoints/${id}?history=${observations.nextCursor}#history`
          }
        />
      </Section>
      <Section id="verdicts" title="Verdicts by check" note="The newest judgement of each check on this endpoint">
        <EndpointVerdicts verdicts={verdicts} />
      </Section>
    </>
  )
}
