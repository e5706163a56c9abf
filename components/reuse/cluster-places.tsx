import Link from 'next/link'
import type { ClusterDetail } from '#lib/data/reuse/get-cluster.ts'
import { Cell, SmallTable } from '../identity/small-table.tsx'
import { clusterEndpointsHref } from './cluster-href.ts'
import { gradeWords } from './reuse-words.ts'

/** The picture in words: every place, the first of many. */
export function ClusterPlaces({ detail: { cluster, places } }: { detail: ClusterDetail }) {
  if (places.length === 0) return <p className="text-ink-2">No endpoint uses it now.</p>
  const graded = cluster.subject === 'client-ca'
  const head = ['Endpoint', 'Identity', 'Owner', 'Environment', ...(graded ? ['What the CA is here'] : [])]
  return (
    <div className="grid gap-2">
      <SmallTable caption="Places that use it" head={head.map((label) => ({ label }))}>
        {places.map((place) => (
          <tr key={place.endpointId}>
            <Cell className="max-w-80">
              <Name href={`/endpoints/${place.endpointId}`} name={place.endpoint} />
            </Cell>
            <Cell label="Identity" className="max-w-80">
              {place.identityId === null ? (
                <span className="text-ink-3">none</span>
              ) : (
                <Name href={`/identities/${place.identityId}`} name={place.identity ?? ''} />
              )}
            </Cell>
            <Cell label="Owner">{place.owner ?? <span className="text-ink-3">—</span>}</Cell>
            <Cell label="Environment">{place.environment ?? <span className="text-ink-3">not known</span>}</Cell>
            {place.grade === null ? null : <Cell label="What the CA is here">{gradeWords[place.grade]}</Cell>}
          </tr>
        ))}
      </SmallTable>
      {cluster.endpoints > places.length ? (
        <p className="text-xs">
          The first {places.length};{' '}
          <Link href={clusterEndpointsHref(cluster)} className="link">
            all {cluster.endpoints.toLocaleString('en')} endpoints
          </Link>
        </p>
      ) : null}
    </div>
  )
}

function Name({ href, name }: { href: string; name: string }) {
  return (
    <Link href={href} prefetch={false} title={name} className="block truncate hover:text-accent hover:underline">
      <bdi>{name}</bdi>
    </Link>
  )
}
