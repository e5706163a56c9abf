import type { ReactNode } from 'react'
import type { CertificateSummary } from '#lib/data/endpoints/certificate-summary.ts'
import type { ComparedFact } from '#lib/data/endpoints/compare-addresses.ts'
import type { EndpointAddress } from '#lib/data/endpoints/list-endpoint-addresses.ts'
import type { ProtocolVersion, TlsFacts } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { OutcomeBadge } from '../ui/outcome-badge.tsx'
import { durationText, Time } from '../ui/time.tsx'
import { CertificateLink } from './certificate-link.tsx'
import { mtlsMeanings, outcomeMeanings } from './endpoint-words.ts'
import { MtlsBadge } from './mtls-badge.tsx'
import { ObservedFact } from './observed-fact.tsx'
import { outcomeDetail } from './outcome-detail.ts'
import { TrustOpinionView } from './trust-opinion.tsx'

type Certificates = ReadonlyMap<string, CertificateSummary>

/** Of the attempt itself, whatever was seen. */
export const attemptRows: readonly {
  readonly title: string
  readonly show: (address: EndpointAddress) => ReactNode
}[] = [
  { title: 'Last attempt', show: (address) => <Attempt address={address} /> },
  { title: 'When', show: ({ lastScanAt }) => <Time at={lastScanAt} missing="Never" /> },
  { title: 'Took', show: ({ timings }) => <Timings timings={timings} /> },
  { title: 'Facts from', show: ({ latest }) => <FactsAge latest={latest} /> },
]

/** Of what was last seen. `compared` names the fact that compareAddresses speaks of. */
export const factRows: readonly {
  readonly title: string
  readonly compared: ComparedFact | null
  readonly show: (facts: TlsFacts, certificates: Certificates) => ReactNode
}[] = [
  { title: 'Certificate', compared: 'certificate', show: (facts, known) => <Leaf facts={facts} known={known} /> },
  { title: 'Chain as sent', compared: 'chain', show: (facts, known) => <Chain facts={facts} known={known} /> },
  {
    title: 'Trust',
    compared: 'trust',
    show: (facts, known) => (
      <ObservedFact fact={facts.trust}>
        {(trust) => <TrustOpinionView trust={trust} certificates={known} />}
      </ObservedFact>
    ),
  },
  {
    title: 'Negotiated',
    compared: 'protocol',
    show: ({ protocol }) => <ObservedFact fact={protocol}>{(it) => it}</ObservedFact>,
  },
  {
    title: 'Versions',
    compared: 'versions',
    show: ({ versions }) => <ObservedFact fact={versions}>{(it) => <Versions versions={it} />}</ObservedFact>,
  },
  {
    title: 'Cipher suite',
    compared: 'suite',
    show: ({ cipherSuite }) => (
      <ObservedFact fact={cipherSuite}>{({ name, bits }) => `${name}, ${bits} bits`}</ObservedFact>
    ),
  },
  {
    title: 'Key exchange',
    compared: 'group',
    show: ({ group }) => (
      <ObservedFact fact={group}>
        {(it) => (it === null ? 'RSA key transport' : it.bits === null ? it.name : `${it.name}, ${it.bits} bits`)}
      </ObservedFact>
    ),
  },
  {
    title: 'ALPN',
    compared: 'alpn',
    show: ({ alpn }) => <ObservedFact fact={alpn}>{(it) => it ?? 'none'}</ObservedFact>,
  },
  {
    title: 'OCSP staple',
    compared: null,
    show: ({ ocspStaple }) => (
      <ObservedFact fact={ocspStaple}>
        {(it) => (it === null ? 'none' : `sent, ${Math.floor((it.length * 3) / 4).toLocaleString('en')} bytes`)}
      </ObservedFact>
    ),
  },
  {
    title: 'Client certificate',
    compared: null,
    show: ({ clientCertificateRequested }) => (
      <ObservedFact fact={clientCertificateRequested}>{(it) => (it ? 'asked for' : 'not asked for')}</ObservedFact>
    ),
  },
  { title: 'mTLS', compared: 'mtls', show: (facts) => <Mtls facts={facts} /> },
  { title: 'STARTTLS', compared: null, show: (facts) => <Starttls facts={facts} /> },
]

function Attempt({ address: { lastOutcome } }: { address: EndpointAddress }) {
  if (lastOutcome === null) return <OutcomeBadge outcome={null} />
  const detail = outcomeDetail(lastOutcome)
  return (
    <div className="grid justify-items-start gap-1">
      <OutcomeBadge outcome={lastOutcome.kind} />
      {detail === null ? null : <span className="text-xs [overflow-wrap:anywhere]">{detail}</span>}
      <span className="text-ink-3 text-xs">{outcomeMeanings[lastOutcome.kind]}</span>
    </div>
  )
}

function Timings({ timings }: { timings: EndpointAddress['timings'] }) {
  if (timings === null) return <span className="text-ink-3">—</span>
  const parts = [
    ...(timings.connectMs === null ? [] : [`connecting ${durationText(timings.connectMs)}`]),
    ...(timings.handshakeMs === null ? [] : [`handshake ${durationText(timings.handshakeMs)}`]),
    `all probes ${durationText(timings.totalMs)}`,
  ]
  return <span className="nums text-xs">{parts.join(', ')}</span>
}

function FactsAge({ latest }: { latest: EndpointAddress['latest'] }) {
  if (latest === null) return <span className="text-ink-3">Nothing was ever seen here</span>
  return (
    <span className="text-xs">
      <Time at={latest.lastSeenAt} />, so since <Time at={latest.observedAt} />
    </span>
  )
}

function Leaf({ facts, known }: { facts: TlsFacts; known: Certificates }) {
  return (
    <ObservedFact fact={facts.chain}>
      {([leaf]) =>
        leaf === undefined ? 'none was sent' : <CertificateLink sha256={leaf} certificate={known.get(leaf)} />
      }
    </ObservedFact>
  )
}

function Chain({ facts, known }: { facts: TlsFacts; known: Certificates }) {
  return (
    <ObservedFact fact={facts.chain}>
      {(chain) =>
        chain.length < 2 ? (
          <span className="text-ink-3">nothing beside the leaf</span>
        ) : (
          <ol className="grid gap-1">
            {chain.slice(1).map((sha256, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a server may send the same certificate twice
              <li key={index} className="min-w-0">
                <CertificateLink sha256={sha256} certificate={known.get(sha256)} />
              </li>
            ))}
          </ol>
        )
      }
    </ObservedFact>
  )
}

const versionOrder = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3'] as const satisfies readonly ProtocolVersion[]

function Versions({ versions }: { versions: Extract<TlsFacts['versions'], { status: 'observed' }>['value'] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs">
      {versionOrder.flatMap((version) => {
        const offered = versions[version]
        if (offered === undefined) return []
        const word = offered.status !== 'observed' ? 'not known' : offered.value ? 'yes' : 'no'
        return [
          <li key={version} className={word === 'yes' ? '' : 'text-ink-3'}>
            {version}: {word}
          </li>,
        ]
      })}
    </ul>
  )
}

function Mtls({ facts }: { facts: TlsFacts }) {
  return (
    <ObservedFact fact={facts.mtls}>
      {({ verdict, evidence }) => (
        <div className="grid justify-items-start gap-1">
          <MtlsBadge verdict={verdict} />
          <span className="text-ink-3 text-xs">{mtlsMeanings[verdict]}</span>
          {evidence.length === 0 ? null : (
            <ul className="list-disc pl-4 text-xs [overflow-wrap:anywhere]">
              {evidence.map((line) => (
                <li key={line}>{escapeUnsafe(line)}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </ObservedFact>
  )
}

function Starttls({ facts: { starttls } }: { facts: TlsFacts }) {
  if (starttls.status === 'skipped') return <span className="text-ink-3 text-xs">TLS comes first</span>
  return (
    <ObservedFact fact={starttls}>
      {({ offered, greeting }) => (
        <div className="grid justify-items-start gap-1">
          <span>{offered ? 'offered' : 'not offered'}</span>
          {greeting === '' ? null : (
            <code className="whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]">
              {greeting.split('\n').map(escapeUnsafe).join('\n')}
            </code>
          )}
        </div>
      )}
    </ObservedFact>
  )
}
