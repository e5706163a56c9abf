import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { CertificateSpans } from '#components/reuse/certificate-spans.tsx'
import { ClusterAdvice } from '#components/reuse/cluster-advice.tsx'
import { ClusterVerdictBadge, KindBadges } from '#components/reuse/cluster-badges.tsx'
import { clusterEndpointsHref } from '#components/reuse/cluster-href.ts'
import { ClusterPlaces } from '#components/reuse/cluster-places.tsx'
import { ClusterPicture, Hub } from '#components/reuse/picture/cluster-picture.tsx'
import { subjectWords } from '#components/reuse/reuse-words.ts'
import { Section } from '#components/ui/card.tsx'
import { CountLink } from '#components/ui/count-link.tsx'
import { Hash } from '#components/ui/hash.tsx'
import { Name } from '#components/ui/name.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { readClusterRef } from '#lib/data/reuse/cluster.ts'
import { type ClusterDetail, getCluster } from '#lib/data/reuse/get-cluster.ts'
import { orNotFound } from '../../or-not-found.ts'

export const metadata: Metadata = { title: 'Shared use' }

export default async function ClusterPage({ params }: { params: Promise<{ id: string }> }) {
  const [principal, { id }] = await Promise.all([requirePrincipal(), params])
  const detail = await orNotFound(getCluster(principal, readClusterRef(id) ?? notFound()))
  const { cluster, certificateCount, asOf } = detail
  const title = cluster.title === '' ? cluster.hash.slice(0, 16) : cluster.title
  return (
    <>
      <PageHeader
        title={<Name value={title} />}
        parent={{ href: '/reuse', label: 'Reuse' }}
        badges={
          <>
            <ClusterVerdictBadge verdict={cluster.verdict} />
            {cluster.severity === null ? null : <SeverityBadge severity={cluster.severity} />}
            {cluster.kinds.length === 0 ? null : <KindBadges kinds={cluster.kinds} />}
          </>
        }
        note={<Summary detail={detail} />}
      />
      <Meaning detail={detail} />
      <Section
        title="Who uses it"
        note={
          <>
            What is served, as of <Time at={asOf} show="absolute" />.
          </>
        }
      >
        <ClusterPicture
          detail={detail}
          hub={
            <Hub
              role={subjectWords[cluster.subject]}
              title={title}
              note={
                cluster.subject === 'client-ca'
                  ? 'as servers name it'
                  : `${certificateCount} ${certificateCount === 1 ? 'certificate' : 'certificates'} on record`
              }
            />
          }
        />
      </Section>
      <Section id="places" title="Places">
        <ClusterPlaces detail={detail} />
      </Section>
      <Section id="advice" title="What to do">
        <ClusterAdvice detail={detail} />
      </Section>
      <Section
        id="certificates"
        title={cluster.subject === 'key' ? 'Certificates of the key over time' : 'The CA’s own certificates'}
      >
        <CertificateSpans detail={detail} />
      </Section>
      {cluster.subject === 'client-ca' ? null : (
        <p className="flex flex-wrap items-center gap-2 text-ink-3 text-xs">
          SHA-256 of the key <Hash value={cluster.hash} length={64} />
          <Link href={`/what-if/key/${cluster.hash}`} className="link">
            What depends on it
          </Link>
        </p>
      )}
    </>
  )
}

const uses = { key: 'serve it', ca: 'chain through it', 'client-ca': 'take clients from it' } as const

function Summary({ detail: { cluster } }: { detail: ClusterDetail }) {
  const { endpoints, identities, unbound, environments, owners, subject } = cluster
  return (
    <>
      <CountLink count={endpoints} href={clusterEndpointsHref(cluster)} label="endpoints" className="link" />{' '}
      {endpoints === 1 ? 'endpoint' : 'endpoints'} {uses[subject]}: {counted(identities, 'identity', 'identities')},{' '}
      {counted(environments.length, 'environment', 'environments')}, {counted(owners.length, 'owner', 'owners')}
      {unbound === 0 ? '' : `, ${unbound} bound to no identity`}.
    </>
  )
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** What is to be known before the picture is read. */
function Meaning({ detail: { cluster } }: { detail: ClusterDetail }) {
  if (cluster.kinds.includes('public-clients'))
    return (
      <Notice>
        A public certificate proves a client here. Public CAs issue no more certificates for clients (Chrome’s root
        programme since 2026-06-15, the last of them until 2027-03-01): it works until{' '}
        <Time at={cluster.breaksAt} show="date" />, and its renewal will not.
      </Notice>
    )
  if (cluster.verdict === 'design' && cluster.endpoints > 1)
    return (
      <Notice>
        By design:{' '}
        {cluster.subject === 'key'
          ? 'all who serve it are one identity, so that they prove the same thing.'
          : 'the places belong to one kind of environment.'}
      </Notice>
    )
  if (cluster.verdict === 'unknown')
    return (
      <Notice>
        It can’t be told whether this is meant:{' '}
        {cluster.unbound > 0
          ? `${cluster.unbound} of the endpoints are bound to no identity.`
          : cluster.subject === 'client-ca'
            ? 'the CA stands in no trust store on record.'
            : 'no check has judged it.'}
      </Notice>
    )
  return null
}
