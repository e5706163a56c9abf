import Link from 'next/link'
import type { ClusterDetail } from '#lib/data/reuse/get-cluster.ts'
import { Cell, SmallTable } from '../identity/small-table.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'

const row = 22
const width = 720
const mostBars = 20

/** Certificates of the key over time: how long each was valid, and within that how long it was served. */
export function CertificateSpans({
  detail: { cluster, certificates, certificateCount, asOf },
}: {
  detail: ClusterDetail
}) {
  if (certificates.length === 0)
    return (
      <p className="text-ink-2">No certificate of this name is on record: all that is known is what servers say.</p>
    )
  const kept = certificates.reduce((sum, one) => sum + one.kept, 0)
  return (
    <div className="grid gap-3">
      {kept === 0 ? null : (
        <p className="text-ink-2">
          {kept} {kept === 1 ? 'renewal' : 'renewals'} kept the key: a copy of it taken before the first of them still
          works.
        </p>
      )}
      <Spans certificates={certificates.slice(0, mostBars)} now={asOf} />
      <SmallTable
        caption="Certificates"
        head={[
          { label: 'Certificate' },
          { label: 'Valid' },
          { label: 'Served' },
          { label: 'Endpoints now', align: 'right' },
        ]}
      >
        {certificates.map((one) => (
          <tr key={one.sha256}>
            <Cell className="max-w-72">
              <Link
                href={`/certificates/${one.sha256}`}
                prefetch={false}
                title={one.name}
                className="block truncate font-medium hover:text-accent hover:underline"
              >
                <bdi>{one.name}</bdi>{' '}
                <span className="font-mono font-normal text-ink-3 text-xs">{one.sha256.slice(0, 8)}</span>
              </Link>
            </Cell>
            <Cell label="Valid">
              <span>
                <Time at={one.notBefore} show="date" /> to <Time at={one.notAfter} show="date" />
              </span>
            </Cell>
            <Cell label="Served">
              {one.servedFrom === null ? (
                <span className="text-ink-3">never seen as a leaf</span>
              ) : (
                <span>
                  <Time at={one.servedFrom} show="date" /> to{' '}
                  {one.endpoints > 0 ? 'now' : <Time at={one.servedUntil} show="date" />}
                </span>
              )}
            </Cell>
            <Cell label="Endpoints now" align="right">
              {one.endpoints === 0 ? (
                <span className="text-ink-3">0</span>
              ) : (
                <CountLink count={one.endpoints} href={`/certificates/${one.sha256}#served`} label="endpoints" />
              )}
            </Cell>
          </tr>
        ))}
      </SmallTable>
      {certificateCount > certificates.length && cluster.subject === 'key' ? (
        <Link href={`/certificates?spki=${cluster.hash}`} className="link w-fit text-xs">
          All {certificateCount.toLocaleString('en')} certificates with this key
        </Link>
      ) : null}
    </div>
  )
}

/** One bar per certificate, the newest on top: outlined while valid, filled while served; a line is now. */
function Spans({ certificates, now }: { certificates: ClusterDetail['certificates']; now: Date }) {
  const times = [
    now,
    ...certificates.flatMap((one) => [one.notBefore, one.notAfter, ...(one.servedFrom ? [one.servedFrom] : [])]),
  ]
  const from = Math.min(...times.map(Number))
  const span = Math.max(...times.map(Number)) - from || 1
  const x = (at: Date) => Math.round(((at.getTime() - from) / span) * width)
  const height = certificates.length * row + 4
  return (
    <figure className="grid gap-1">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="w-full rounded border bg-surface"
        style={{ height }}
        aria-hidden="true"
      >
        {certificates.map((one, index) => (
          <g key={one.sha256}>
            <rect
              x={x(one.notBefore)}
              y={index * row + 6}
              width={Math.max(2, x(one.notAfter) - x(one.notBefore))}
              height={12}
              className="fill-sunken stroke-line-strong"
              vectorEffect="non-scaling-stroke"
            />
            {one.servedFrom === null || one.servedUntil === null ? null : (
              <rect
                x={x(one.servedFrom)}
                y={index * row + 8}
                width={Math.max(2, x(one.endpoints > 0 ? now : one.servedUntil) - x(one.servedFrom))}
                height={8}
                className="fill-accent"
              />
            )}
          </g>
        ))}
        <line
          x1={x(now)}
          x2={x(now)}
          y1={0}
          y2={height}
          className="stroke-ink-2"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-ink-3 text-xs">
        <span>
          from <Time at={new Date(from)} show="date" />
        </span>
        <span>Outlined: valid. Filled: served. Dashed: now. The newest on top.</span>
        <span>
          to <Time at={new Date(from + span)} show="date" />
        </span>
      </figcaption>
    </figure>
  )
}
