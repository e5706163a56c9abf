import { FileKey2, Plug } from 'lucide-react'
import Link from 'next/link'
import type { CSSProperties, ReactNode } from 'react'
import type { ClusterDetail } from '#lib/data/reuse/get-cluster.ts'
import { clusterEndpointsHref } from '../cluster-href.ts'
import { ClusterEdges } from './cluster-edges.tsx'
import { EnvironmentMark, hueOf } from './environment-mark.tsx'
import { drawCluster, layOut, mostDrawn, narrow, type PlacedEnvironment, type PlacedIdentity, size } from './layout.ts'

/** Who uses what is shared: the thing itself, and what hangs on it, by environment and identity. Drawn on the server. */
export function ClusterPicture({ detail, hub }: { detail: ClusterDetail; hub: ReactNode }) {
  const { cluster, groupCount } = detail
  if (groupCount === 0) return null
  const drawing = drawCluster(detail)
  const layout = layOut(drawing)
  const known = layout.environments.filter(({ environment }) => environment.name !== null)
  const indexOf = (one: PlacedEnvironment) => (one.environment.name === null ? null : known.indexOf(one))
  return (
    <div className="@container grid gap-2">
      <div
        style={px({ '--narrow': layout.narrowHeight, '--tall': layout.height })}
        className="relative h-(--narrow) @3xl:h-(--tall)"
      >
        <ul aria-label="Places that use it, by environment" aria-describedby="places">
          {layout.environments.map((one) => (
            <Environment key={one.environment.name ?? ''} placed={one} index={indexOf(one)} cluster={cluster} />
          ))}
        </ul>
        <ClusterEdges layout={layout} indexOf={indexOf} />
        <div
          style={px({
            '--y': (layout.height - size.hub.height) / 2,
            '--width': size.hub.width,
            '--height': size.hub.height,
          })}
          className="absolute top-0 right-0 left-0 grid h-(--height) content-center gap-0.5 overflow-hidden rounded-md border border-ink-3 bg-surface px-3 @3xl:top-(--y) @3xl:right-auto @3xl:w-(--width)"
        >
          {hub}
        </div>
      </div>
      {drawing.by === 'endpoint' ? null : (
        <p className="text-ink-3 text-xs">
          Beyond {mostDrawn} endpoints they stand here as counts by{' '}
          {drawing.by === 'identity' ? 'identity' : 'environment'}; each count leads to its endpoints.
        </p>
      )}
    </div>
  )
}

function px(values: Readonly<Record<string, number>>): CSSProperties {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}px`]))
}

function Environment({
  placed: { environment, y, narrowY, height, narrowHeight, identities },
  index,
  cluster,
}: {
  placed: PlacedEnvironment
  index: number | null
  cluster: ClusterDetail['cluster']
}) {
  const spot = { '--y': y, '--ny': narrowY, '--h': height, '--nh': narrowHeight }
  const left = { '--left': size.band.left, '--nleft': narrow.band }
  return (
    <li style={hueOf(index)}>
      <div
        style={px({ ...spot, ...left })}
        className="absolute top-(--ny) right-0 left-(--nleft) h-(--nh) overflow-hidden rounded-md border border-l-3 border-l-(--hue) bg-sunken @3xl:top-(--y) @3xl:left-(--left) @3xl:h-(--h)"
      >
        <p className="flex h-7 items-center gap-1.5 px-2.5 text-xs">
          <EnvironmentMark index={index} />
          <bdi className="truncate font-medium">{environment.name ?? 'environment not known'}</bdi>
          {environment.production && environment.name !== 'production' ? (
            <span className="text-ink-2">production</span>
          ) : null}
          <Link
            href={clusterEndpointsHref(cluster, { environment: environment.name ?? 'none' })}
            prefetch={false}
            className="nums ml-auto shrink-0 text-ink-2 hover:text-accent hover:underline"
          >
            {environment.endpoints.toLocaleString('en')} {environment.endpoints === 1 ? 'endpoint' : 'endpoints'}
          </Link>
        </p>
      </div>
      <ul>
        {identities.map((one) => (
          <Identity
            key={one.identity.id ?? ''}
            placed={one}
            environment={environment.name ?? 'none'}
            cluster={cluster}
          />
        ))}
      </ul>
    </li>
  )
}

function Identity({
  placed: { identity, y, narrowY, places },
  environment,
  cluster,
}: {
  placed: PlacedIdentity
  environment: string
  cluster: ClusterDetail['cluster']
}) {
  const box = {
    '--y': y,
    '--ny': narrowY,
    '--left': size.identity.left,
    '--nleft': narrow.identity,
    '--w': size.identity.width,
  }
  return (
    <li>
      <div
        style={px({ ...box, '--h': size.identity.height, '--nh': narrow.row - 4 })}
        className="absolute top-(--ny) right-2 left-(--nleft) grid h-(--nh) content-center overflow-hidden rounded border border-(--hue) bg-surface px-2 text-xs @3xl:top-(--y) @3xl:right-auto @3xl:left-(--left) @3xl:h-(--h) @3xl:w-(--w)"
      >
        {identity.id === null ? (
          <span className="truncate text-ink-2">no identity</span>
        ) : (
          <Link
            href={`/identities/${identity.id}`}
            prefetch={false}
            title={identity.name ?? ''}
            className="truncate font-medium hover:text-accent hover:underline"
          >
            <bdi>{identity.name}</bdi>
          </Link>
        )}
        <span className="flex gap-1.5 text-ink-3">
          <span className="truncate">{identity.id === null ? 'bound to none' : (identity.owner ?? 'no owner')}</span>
          {places.length > 0 ? null : (
            <Link
              href={clusterEndpointsHref(cluster, {
                environment,
                ...(identity.id === null ? { bound: false } : { identity: identity.id }),
              })}
              prefetch={false}
              className="nums ml-auto shrink-0 hover:text-accent hover:underline"
            >
              {identity.endpoints.toLocaleString('en')} {identity.endpoints === 1 ? 'endpoint' : 'endpoints'}
            </Link>
          )}
        </span>
      </div>
      <ul>
        {places.map(({ place, y: top, narrowY: narrowTop }) => (
          <li
            key={place.endpointId}
            style={px({
              '--y': top,
              '--ny': narrowTop,
              '--left': size.endpoint.left,
              '--nleft': narrow.endpoint,
              '--h': size.endpoint.height,
            })}
            className="absolute top-(--ny) right-2 left-(--nleft) flex h-(--h) items-center gap-1.5 text-xs @3xl:top-(--y) @3xl:left-(--left)"
          >
            <Plug aria-hidden="true" className="size-3 shrink-0 text-ink-3" />
            <Link
              href={`/endpoints/${place.endpointId}`}
              prefetch={false}
              title={place.endpoint}
              className="truncate hover:text-accent hover:underline"
            >
              <bdi>{place.endpoint}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </li>
  )
}

/** What stands in the middle: the name of what is shared and how much of it there is. */
export function Hub({ role, title, note }: { role: string; title: string; note: string }) {
  return (
    <>
      <span className="flex items-center gap-1.5 text-ink-3 text-xs">
        <FileKey2 aria-hidden="true" className="size-3.5" />
        {role}
      </span>
      <bdi title={title} className="truncate font-medium text-sm">
        {title}
      </bdi>
      <span className="truncate text-ink-3 text-xs">{note}</span>
    </>
  )
}
