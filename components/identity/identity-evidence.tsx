import Link from 'next/link'
import { describeOutcome } from '#lib/checks/freshness.ts'
import type { Observed } from '#lib/core/observed.ts'
import type {
  IdentityPlace,
  IdentityPlaces,
  PlaceAddress,
  ShownFacts,
} from '#lib/data/identities/list-identity-places.ts'
import { Section } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Hash } from '../ui/hash.tsx'
import { PartialNotice } from '../ui/notice.tsx'
import { OutcomeBadge } from '../ui/outcome-badge.tsx'
import { Time } from '../ui/time.tsx'

/** "Evidence": what each address of each endpoint showed, and when. */
export function IdentityEvidence({ identityId, places }: { identityId: string; places: IdentityPlaces }) {
  return (
    <Section
      id="evidence"
      title="Evidence"
      note="What each address showed when it was last reached. Unreached addresses keep what they showed before, with its age."
    >
      {places.rows.length === 0 ? (
        <p className="text-ink-2">No endpoint is bound to this identity, so nothing was seen.</p>
      ) : null}
      {places.rows.map((place) => (
        <Place key={place.id} place={place} />
      ))}
      {places.more ? (
        <PartialNotice>
          The first {places.rows.length} endpoints are shown.{' '}
          <Link href={`/endpoints?identity=${identityId}`} className="link">
            All endpoints
          </Link>
        </PartialNotice>
      ) : null}
    </Section>
  )
}

function Place({ place }: { place: IdentityPlace }) {
  return (
    <div className="min-w-0 rounded-lg border bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2">
        <Link href={`/endpoints/${place.id}`} className="link min-w-0 font-medium [overflow-wrap:anywhere]">
          <bdi>{place.name}</bdi>
        </Link>
        <span className="text-ink-3 text-xs">
          {place.transport === 'tls' ? 'TLS' : `STARTTLS ${place.transport}`} · SNI{' '}
          {place.serverName === '' ? 'none' : place.serverName}
          {place.enabled ? '' : ' · switched off'}
        </span>
        <span className="ml-auto text-ink-3 text-xs">
          scanned <Time at={place.lastScanAt} missing="never" />
        </span>
      </div>
      {place.addresses.length === 0 ? (
        <p className="px-4 py-3 text-ink-2 text-sm">
          {place.lastOutcome === null ? 'Never scanned.' : `No address was tried: ${place.lastOutcome}.`}
        </p>
      ) : (
        <div className="grid gap-px bg-line lg:grid-cols-2 lg:[&>:last-child:nth-child(odd)]:col-span-2">
          {place.addresses.map((address) => (
            <Address key={address.id} address={address} wide={place.addresses.length === 1} />
          ))}
        </div>
      )}
      {place.addressCount > place.addresses.length ? (
        <p className="border-t px-4 py-2 text-ink-3 text-xs">
          {place.addressCount - place.addresses.length} more addresses on the endpoint's page.
        </p>
      ) : null}
    </div>
  )
}

function Address({ address, wide }: { address: PlaceAddress; wide: boolean }) {
  const { facts, leaf, lastOutcome } = address
  const rows = facts === null ? [] : factRows(facts, leaf)
  const half = Math.ceil(rows.length / 2)
  return (
    <div className="min-w-0 bg-surface px-4 py-3">
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <code className="font-mono text-sm">{address.ip}</code>
        <OutcomeBadge
          outcome={lastOutcome?.kind ?? null}
          detail={lastOutcome === null ? null : describeOutcome(lastOutcome)}
        />
        <span className="text-ink-3 text-xs">
          tried <Time at={address.lastScanAt} missing="never" />
          {address.seenAt === null ? null : (
            <>
              {' '}
              · observed <Time at={address.seenAt} />, unchanged since <Time at={address.observedAt} show="absolute" />
            </>
          )}
        </span>
      </div>
      {facts === null ? (
        <p className="text-ink-2 text-sm">
          No handshake ever finished here{lastOutcome === null ? '' : `: ${describeOutcome(lastOutcome)}`}.
        </p>
      ) : (
        <div className={wide ? 'grid gap-x-8 xl:grid-cols-2' : ''}>
          <DefinitionList items={wide ? rows.slice(0, half) : rows} />
          {wide ? <DefinitionList items={rows.slice(half)} /> : null}
        </div>
      )}
    </div>
  )
}

function factRows(facts: ShownFacts, leaf: PlaceAddress['leaf']) {
  return [
    { term: 'Protocol', value: <Fact fact={facts.protocol} show={(value) => value} /> },
    {
      term: 'Cipher suite',
      value: <Fact fact={facts.cipherSuite} show={({ name, bits }) => `${name} (${bits} bit)`} />,
    },
    {
      term: 'Key exchange',
      value: <Fact fact={facts.group} show={(group) => (group === null ? 'RSA key transport' : groupText(group))} />,
    },
    {
      term: 'Client certificate',
      value: (
        <Fact fact={facts.mtls} show={({ verdict, evidence }) => <span title={evidence.join('; ')}>{verdict}</span>} />
      ),
    },
    {
      term: 'Certificate',
      value: leaf === null ? <Fact fact={facts.chain} show={() => 'not on record'} /> : <Leaf leaf={leaf} />,
    },
    { term: 'Trust path', value: <Fact fact={facts.trust} show={(opinion) => <Trust opinion={opinion} />} /> },
  ]
}

function groupText({ name, bits }: { name: string; bits: number | null }): string {
  return bits === null ? name : `${name} (${bits} bit)`
}

/** A fact, or why it is not known: dashed, as everything unknown. */
function Fact<T>({ fact, show }: { fact: Observed<T>; show: (value: T) => React.ReactNode }) {
  if (fact.status === 'observed') return show(fact.value)
  return (
    <span className="rounded border border-unknown-mark border-dashed bg-unknown-bg px-1.5 text-unknown-fg text-xs">
      not known: {fact.reason}
    </span>
  )
}

function Leaf({ leaf }: { leaf: NonNullable<PlaceAddress['leaf']> }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Link
        href={`/certificates/${leaf.sha256}`}
        prefetch={false}
        title={leaf.name}
        className="link max-w-full truncate"
      >
        <bdi>{leaf.name}</bdi>
      </Link>
      <Hash value={leaf.sha256} />
      <span className="text-ink-3 text-xs">
        ends <Time at={leaf.notAfter} />
      </span>
    </span>
  )
}

function Trust({ opinion }: { opinion: Extract<ShownFacts['trust'], { status: 'observed' }>['value'] }) {
  const { store, engine, pathFound, path, error } = opinion
  return (
    <span>
      <span className={pathFound ? undefined : 'font-medium text-critical-mark'}>
        {pathFound ? `Path of ${path.length} certificates` : 'No path'}
      </span>{' '}
      to {store.name}{' '}
      <span className="text-ink-3 text-xs">
        store of {store.asOf.slice(0, 10)}, version {store.version.slice(0, 12)}; judged by {engine}
        {error === null ? '' : `; it said: ${error}`}
      </span>
    </span>
  )
}
