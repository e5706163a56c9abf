import { ArrowRight, CircleDashed, Link2, Unlink } from 'lucide-react'
import Link from 'next/link'
import type {
  PathCertificate,
  PathOpinion,
  PathOpinions,
  PathUnknown,
} from '#lib/data/certificates/list-path-opinions.ts'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { PartialNotice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'

/** The path to an anchor as it was found, per store and place; where none was found or looked for, that and why. */
export function CertificatePaths({ opinions, current }: { opinions: PathOpinions; current: string }) {
  const { judged, unknown } = opinions
  if (judged.length + unknown.length === 0) {
    return (
      <PartialNotice>
        Nobody serves it as a leaf now, so no path was looked for. A path is judged where a certificate is met.
      </PartialNotice>
    )
  }
  return (
    <div className="grid gap-3">
      {judged.map((opinion) => (
        <Judged
          key={`${opinion.store.id} ${opinion.error} ${hashes(opinion.path)} ${hashes(opinion.chain)}`}
          opinion={opinion}
          current={current}
        />
      ))}
      {unknown.map((one) => (
        <Unknown key={`${one.reason} ${hashes(one.chain)}`} one={one} current={current} />
      ))}
    </div>
  )
}

function hashes(certificates: readonly PathCertificate[]): string {
  return certificates.map(({ sha256 }) => sha256).join(' ')
}

function Judged({ opinion, current }: { opinion: PathOpinion; current: string }) {
  const { store, pathFound, error } = opinion
  return (
    <Card className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {pathFound ? (
          <Badge className="bg-pass-bg text-pass-fg">
            <Link2 aria-hidden="true" />
            Path found
          </Badge>
        ) : (
          <Badge className="border-critical-mark bg-surface text-critical-mark">
            <Unlink aria-hidden="true" />
            No path found
          </Badge>
        )}
        <span className="[overflow-wrap:anywhere]">
          {pathFound ? 'to an anchor of ' : 'to any anchor of '}
          <b className="font-medium">{store.name}</b>
          <span className="text-ink-3">
            {' '}
            (version {store.version}, as of {store.asOf.slice(0, 10)})
          </span>
        </span>
      </div>
      {error === null ? null : (
        <p className="text-sm [overflow-wrap:anywhere]">
          {pathFound ? 'The path stands, but the engine objects: ' : 'The engine says: '}
          <code className="font-mono text-xs">{error}</code>
        </p>
      )}
      {opinion.path.length === 0 ? null : (
        <Steps title="Path, leaf to anchor" certificates={opinion.path} current={current} anchored />
      )}
      <Steps title="Chain as the server sent it" certificates={opinion.chain} current={current} />
      <Foot endpoints={opinion.endpoints} seenAt={opinion.seenAt} engine={opinion.engine} />
    </Card>
  )
}

function Unknown({ one, current }: { one: PathUnknown; current: string }) {
  return (
    <Card className="grid gap-3 border-unknown-mark border-dashed">
      <p>
        <Badge className="border-unknown-mark border-dashed bg-unknown-bg text-unknown-fg">
          <CircleDashed aria-hidden="true" />
          Path not judged
        </Badge>{' '}
        <span className="text-ink-2">{one.reason.replaceAll('-', ' ')}</span>
      </p>
      <Steps title="Chain as the server sent it" certificates={one.chain} current={current} />
      <Foot endpoints={one.endpoints} seenAt={one.seenAt} engine={null} />
    </Card>
  )
}

/** Leaf to anchor, from left to right; from top to bottom on a narrow screen. */
function Steps({
  title,
  certificates,
  current,
  anchored = false,
}: {
  title: string
  certificates: readonly PathCertificate[]
  current: string
  anchored?: boolean
}) {
  return (
    <div className="grid gap-1">
      <h3 className="text-ink-3 text-xs">{title}</h3>
      <ol className="flex flex-col gap-1.5 md:flex-row md:flex-wrap md:items-stretch">
        {[...certificates.entries()].map(([index, certificate]) => (
          <li
            key={`${certificate.sha256} ${index}`}
            className="flex min-w-0 flex-col gap-1.5 md:flex-row md:items-center"
          >
            {index === 0 ? null : (
              <ArrowRight aria-hidden="true" className="size-4 shrink-0 rotate-90 self-center text-ink-3 md:rotate-0" />
            )}
            <Step
              certificate={certificate}
              role={index === 0 ? 'leaf' : anchored && index === certificates.length - 1 ? 'anchor' : 'CA'}
              current={certificate.sha256 === current}
            />
          </li>
        ))}
      </ol>
    </div>
  )
}

function Step({ certificate, role, current }: { certificate: PathCertificate; role: string; current: boolean }) {
  const name = certificate.subject ?? 'not on record'
  return (
    <div
      aria-current={current ? 'true' : undefined}
      className="grid w-full min-w-0 gap-0.5 rounded-md border bg-sunken px-3 py-2 aria-current:border-accent md:w-56"
    >
      <span className="text-ink-3 text-xs">
        {role}
        {certificate.selfSigned === true ? ', self-signed' : ''}
      </span>
      {certificate.subject === null ? (
        <span className="text-ink-3">{name}</span>
      ) : (
        <Link
          href={`/certificates/${certificate.sha256}`}
          prefetch={false}
          title={name}
          className="truncate font-medium hover:text-accent hover:underline"
        >
          <bdi>{name === '' ? 'No subject' : name}</bdi>
        </Link>
      )}
      <span className="text-ink-3 text-xs">
        {certificate.notAfter === null ? (
          certificate.sha256.slice(0, 12)
        ) : (
          <>
            expires <Time at={certificate.notAfter} />
          </>
        )}
      </span>
    </div>
  )
}

function Foot({
  endpoints,
  seenAt,
  engine,
}: {
  endpoints: PathOpinion['endpoints']
  seenAt: Date
  engine: string | null
}) {
  const shown = endpoints.slice(0, 5)
  return (
    <p className="text-ink-3 text-xs [overflow-wrap:anywhere]">
      At{' '}
      {shown.map(({ id, label }, index) => (
        <span key={id}>
          {index === 0 ? '' : ', '}
          <Link href={`/endpoints/${id}`} prefetch={false} className="link">
            {label}
          </Link>
        </span>
      ))}
      {endpoints.length > shown.length ? ` and ${endpoints.length - shown.length} more` : ''}; last seen{' '}
      <Time at={seenAt} />
      {engine === null ? '' : `; judged by ${engine}`}
    </p>
  )
}
