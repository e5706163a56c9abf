import Link from 'next/link'
import type { Page } from '#lib/core/page.ts'
import { secondMs } from '#lib/core/time.ts'
import type { EndpointPresence, EndpointRotation, LeafHistory } from '#lib/data/endpoints/list-leaf-history.ts'
import type { DueRow } from '#lib/data/rotations/list-due.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { DueBadge } from '../rotation/due-badge.tsx'
import { basisWords } from '../rotation/due-words.ts'
import { percentText } from '../rotation/share-text.ts'
import { Signs } from '../rotation/signs.tsx'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { Duration, Time } from '../ui/time.tsx'

/** Which leaves were presented from when to when, and the steps between them. */
export function LeafHistoryView({
  endpointId,
  history,
  due,
}: {
  endpointId: string
  history: LeafHistory
  /** What is served there, with when it is to be rotated. */
  due: Page<DueRow>
}) {
  return (
    <div className="grid min-w-0 gap-4 lg:grid-cols-2">
      {due.rows.length === 0 ? null : (
        <Card className="grid content-start gap-2 lg:col-span-2">
          <h3 className="font-medium text-sm">When it is to be rotated</h3>
          <ul className="divide-y">
            {due.rows.map((row) => (
              <Due key={row.id} row={row} />
            ))}
          </ul>
          <Rest shown={due.rows.length} all={due.total.count} href={`/rotation?endpoint=${endpointId}`} />
        </Card>
      )}
      <Card className="grid content-start gap-2">
        <h3 className="font-medium text-sm">Leaves presented</h3>
        {history.presences.length === 0 ? <p className="text-ink-3">No leaf was ever presented.</p> : null}
        <ul className="divide-y">
          {history.presences.map((presence) => (
            <Presence key={presence.id} presence={presence} />
          ))}
        </ul>
        <Rest
          shown={history.presences.length}
          all={history.presenceCount}
          href={`/certificates?endpoint=${endpointId}`}
        />
      </Card>
      <Card className="grid content-start gap-2">
        <h3 className="font-medium text-sm">Rotations</h3>
        {history.rotations.length === 0 ? <p className="text-ink-3">No leaf has followed another yet.</p> : null}
        <ul className="divide-y">
          {history.rotations.map((rotation) => (
            <Rotation key={rotation.id} rotation={rotation} />
          ))}
        </ul>
        <Rest
          shown={history.rotations.length}
          all={history.rotationCount}
          href={`/rotation/history?endpoint=${endpointId}`}
        />
      </Card>
    </div>
  )
}

function Due({ row }: { row: DueRow }) {
  const late = row.state === 'overdue' || row.state === 'missed'
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-sm">
      <DueBadge state={row.state} />
      <Link href={`/certificates/${row.sha256}`} prefetch={false} className="link min-w-0 truncate" title={row.sha256}>
        <bdi>{escapeUnsafe(row.certificateName)}</bdi>
      </Link>
      <span className="text-ink-2">
        {late ? 'was due' : 'due'} <Time at={row.dueAt} show="both" />, by {basisWords[row.basis].toLowerCase()}
      </span>
      {row.signs.length === 0 ? null : <Signs signs={row.signs} />}
    </li>
  )
}

function Presence({ presence }: { presence: EndpointPresence }) {
  return (
    <li className="grid gap-0.5 py-1.5 text-sm">
      <span className="flex min-w-0 flex-wrap items-center gap-x-2">
        <Link
          href={`/certificates/${presence.sha256}`}
          prefetch={false}
          className="link min-w-0 truncate"
          title={presence.sha256}
        >
          <bdi>{escapeUnsafe(presence.name)}</bdi>
        </Link>
        <span className="font-mono text-ink-3 text-xs">{presence.sha256.slice(0, 12)}</span>
        {presence.closedAt === null ? <Badge className="border-line-strong bg-surface text-ink">Now</Badge> : null}
      </span>
      <span className="text-ink-2 text-xs">
        {presence.ip}: from <Time at={presence.openedAt} show="absolute" />
        {presence.closedAt === null ? (
          <>
            , last seen <Time at={presence.lastSeenAt} />
          </>
        ) : (
          <>
            {' '}
            to <Time at={presence.closedAt} show="absolute" />
          </>
        )}
        , valid until <Time at={presence.notAfter} show="absolute" />
      </span>
    </li>
  )
}

function Rotation({ rotation }: { rotation: EndpointRotation }) {
  const past = rotation.lifeLeftSeconds < 0
  return (
    <li className="grid gap-0.5 py-1.5 text-sm">
      <span className="flex flex-wrap items-center gap-x-2">
        <Time at={rotation.at} show="both" />
        {rotation.keyKept ? <Badge className="border-medium-mark bg-medium-bg text-medium-fg">Key kept</Badge> : null}
        {rotation.late ? (
          <Badge className="border-high-mark bg-high-bg text-high-fg">
            {rotation.afterExpiry ? 'After expiry' : 'Late'}
          </Badge>
        ) : null}
      </span>
      <span className="text-ink-2 text-xs">
        <Link href={`/certificates/${rotation.previousSha256}`} prefetch={false} className="link font-mono">
          {rotation.previousSha256.slice(0, 12)}
        </Link>
        {' → '}
        <Link href={`/certificates/${rotation.nextSha256}`} prefetch={false} className="link font-mono">
          {rotation.nextSha256.slice(0, 12)}
        </Link>{' '}
        at the age of <Duration ms={rotation.ageSeconds * secondMs} />,{' '}
        <Duration ms={Math.abs(rotation.lifeLeftSeconds) * secondMs} /> {past ? 'after its end' : 'before its end'} (
        {percentText(rotation.ageSeconds / Math.max(1, rotation.lifetimeSeconds))} of its life)
        {rotation.ip === null ? '' : `, at ${rotation.ip}`}
      </span>
    </li>
  )
}

function Rest({ shown, all, href }: { shown: number; all: number; href: string }) {
  if (all <= shown) return null
  return (
    <Link href={href} className="link w-fit text-xs">
      All {all.toLocaleString('en')}
    </Link>
  )
}
