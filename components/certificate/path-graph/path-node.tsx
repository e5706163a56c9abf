import { CircleX, KeyRound } from 'lucide-react'
import Link from 'next/link'
import type { CSSProperties } from 'react'
import type { DatedStore, JudgedGroup, PathCertificate } from '#lib/data/trust/certificate-judgement.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { pathReasonWords } from '#lib/x509/path/path-reason-words.ts'
import { classNames } from '../../ui/class-names.ts'
import { Time } from '../../ui/time.tsx'
import type { Mark } from './certificate-marks.ts'
import { card, railWidth, rowTop, type Sized, wideCorner } from './geometry.ts'
import type { GraphNode, Standing } from './graph.ts'

const frames: Readonly<Record<Standing, string>> = {
  chosen: 'border-accent',
  valid: 'border-line-strong',
  refused: 'border-dashed border-line-strong',
}

/** One certificate of the graph. Pointed at or focused it shows all of itself; its name leads to its page. */
export function PathNode({
  node,
  certificate,
  marks,
  layout,
  group,
  role,
  current,
  open,
}: {
  node: GraphNode
  /** Undefined where its bytes are not at hand. */
  certificate: PathCertificate | undefined
  marks: readonly Mark[]
  layout: Sized
  group: JudgedGroup
  role: string
  current: boolean
  /** Shows all of itself at once. */
  open: boolean
}) {
  const { sha256, standing, faults } = node
  const cell = layout.cells.get(sha256) ?? { layer: 0, lane: 0 }
  const row = layout.order.indexOf(sha256)
  return (
    <li
      style={place(cell, row, layout)}
      className="group absolute top-(--row) right-0 left-(--rail) h-(--card) focus-within:z-20 hover:z-20 @3xl:top-(--y) @3xl:right-auto @3xl:left-(--x) @3xl:w-(--width)"
    >
      <div
        aria-current={current ? 'true' : undefined}
        className={classNames(
          'absolute inset-x-0 grid h-full content-start gap-px overflow-hidden rounded-md border bg-surface px-2.5 py-1.5 text-xs aria-current:bg-accent-soft group-focus-within:h-auto group-focus-within:min-h-full group-focus-within:shadow-float group-hover:h-auto group-hover:min-h-full group-hover:shadow-float',
          frames[standing],
          row > 0 && row === layout.order.length - 1 ? 'bottom-0' : 'top-0',
          cell.lane > 0 && cell.lane === layout.lanes - 1
            ? '@3xl:top-auto @3xl:bottom-0'
            : '@3xl:top-0 @3xl:bottom-auto',
        )}
      >
        <span className="truncate text-ink-3">{role}</span>
        <NodeName sha256={sha256} certificate={certificate} />
        {certificate === undefined ? null : <Validity certificate={certificate} />}
        <AnchorLine certificate={certificate} group={group} isAnchor={node.isAnchor} />
        <Marks marks={marks} />
        {faults.map(({ reason, detail }) => (
          <span key={reason} className="flex min-w-0 gap-1 text-critical-mark">
            <CircleX aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
            <span className="truncate group-focus-within:whitespace-normal group-hover:whitespace-normal">
              {standing === 'refused' ? '' : 'On a refused way: '}
              {pathReasonWords[reason]}
              <span className="hidden group-focus-within:inline group-hover:inline">: {escapeUnsafe(detail)}</span>
            </span>
          </span>
        ))}
        {certificate === undefined ? null : <Details certificate={certificate} open={open} />}
      </div>
    </li>
  )
}

function place(cell: { layer: number; lane: number }, row: number, layout: Sized): CSSProperties {
  const { x, y } = wideCorner(cell, layout)
  const at = { '--x': x, '--y': y, '--row': rowTop(row, layout), '--rail': railWidth(layout) }
  const sizes = { '--card': layout.height, '--width': card.width }
  return Object.fromEntries(Object.entries({ ...at, ...sizes }).map(([name, value]) => [name, `${value}px`]))
}

function NodeName({ sha256, certificate }: { sha256: string; certificate: PathCertificate | undefined }) {
  const name = certificate === undefined ? sha256.slice(0, 16) : escapeUnsafe(certificate.name)
  const look =
    'truncate font-medium text-sm group-focus-within:whitespace-normal group-focus-within:[overflow-wrap:anywhere] group-hover:whitespace-normal group-hover:[overflow-wrap:anywhere]'
  if (certificate?.onRecord !== true)
    return (
      <span className={look}>
        <bdi>{name}</bdi>
      </span>
    )
  return (
    <Link
      href={`/certificates/${sha256}`}
      prefetch={false}
      className={classNames(look, 'after:absolute after:inset-0 hover:text-accent')}
    >
      <bdi>{name}</bdi>
    </Link>
  )
}

function Validity({ certificate: { notAfter, notBefore } }: { certificate: PathCertificate }) {
  const now = new Date()
  return (
    <span className="truncate text-ink-3">
      {notBefore > now ? (
        <>
          valid <Time at={notBefore} />
        </>
      ) : (
        <>
          {notAfter < now ? 'expired ' : 'expires '}
          <Time at={notAfter} />
        </>
      )}
    </span>
  )
}

function AnchorLine({
  certificate,
  group: { store },
  isAnchor,
}: {
  certificate: PathCertificate | undefined
  group: JudgedGroup
  isAnchor: boolean
}) {
  const stores = certificate?.anchorOf ?? []
  // The store that counts is named first.
  const named = [...stores.filter(({ id }) => id === store?.id), ...stores.filter(({ id }) => id !== store?.id)]
  const [first, ...more] = named
  if (first === undefined) return null
  return (
    <span
      className={classNames(
        'line-clamp-2 group-focus-within:line-clamp-none group-hover:line-clamp-none',
        isAnchor ? 'text-pass-fg' : 'text-ink-3',
      )}
    >
      {isAnchor ? 'of' : 'also in'} <bdi>{first.name}</bdi>, {versionText(first)}
      {more.length === 0 ? '' : ` and ${more.length} more`}
      {more.length === 0 ? null : (
        <span className="hidden group-focus-within:inline group-hover:inline">
          :{' '}
          {more.map(({ name, version, asOf }) => `${name}, ${version}, ${asOf.toISOString().slice(0, 10)}`).join('; ')}
        </span>
      )}
    </span>
  )
}

/** A version that begins with the date says it already. */
function versionText({ version, asOf }: DatedStore): string {
  const day = asOf.toISOString().slice(0, 10)
  return version.startsWith(day) ? version : `${version}, ${day}`
}

function Marks({ marks }: { marks: readonly Mark[] }) {
  if (marks.length === 0) return null
  return (
    <span className="truncate group-focus-within:whitespace-normal group-hover:whitespace-normal">
      {marks.map(({ text, tone }, index) => (
        <span key={text}>
          {index === 0 ? '' : ' · '}
          <span className={tone === 'bad' ? 'font-medium text-critical-mark' : 'text-ink-2'}>{text}</span>
        </span>
      ))}
    </span>
  )
}

function Details({
  certificate: { sha256, spkiSha256, subject, issuer, serial },
  open,
}: {
  certificate: PathCertificate
  open: boolean
}) {
  return (
    <span
      className={classNames(
        'mt-1 gap-0.5 border-t pt-1 text-ink-2 [overflow-wrap:anywhere] group-focus-within:grid group-hover:grid',
        open ? 'grid' : 'hidden',
      )}
    >
      <span className="line-clamp-3 group-focus-within:line-clamp-none group-hover:line-clamp-none">
        <bdi>{subject === '' ? 'no subject' : escapeUnsafe(subject)}</bdi>, by <bdi>{escapeUnsafe(issuer)}</bdi>
      </span>
      <span className="font-mono text-[0.6875rem]">
        {serial.slice(0, 40)} · {sha256.slice(0, 16)}… <KeyRound aria-label="key" className="inline size-3" />{' '}
        {spkiSha256.slice(0, 16)}…
      </span>
    </span>
  )
}
