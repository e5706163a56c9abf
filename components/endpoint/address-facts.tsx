import type { ReactNode } from 'react'
import { valueOf } from '#lib/core/observed.ts'
import type { CertificateSummary } from '#lib/data/endpoints/certificate-summary.ts'
import type { EndpointAddress } from '#lib/data/endpoints/list-endpoint-addresses.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { AcceptedAuthorities } from '../posture/accepted-authorities.tsx'
import { connectionsText, groupText, possessionText } from '../posture/fact-words.tsx'
import { OutcomeBadge } from '../ui/outcome-badge.tsx'
import { durationText, Time } from '../ui/time.tsx'
import { CertificateLink } from './certificate-link.tsx'
import { mtlsMeanings, outcomeMeanings } from './endpoint-words.ts'
import { MtlsBadge } from './mtls-badge.tsx'
import { ObservedFact } from './observed-fact.tsx'
import { outcomeDetail } from './outcome-detail.ts'
import type { FactRow } from './posture-rows.tsx'
import { TrustOpinionView } from './trust-opinion.tsx'

type Certificates = ReadonlyMap<string, CertificateSummary>

/** Of the attempt itself, whatever was seen. */
export const attemptRows: readonly {
  readonly title: string
  readonly show: (address: EndpointAddress) => ReactNode
}[] = [
  { title: 'Last attempt', show: (address) => <Attempt address={address} /> },
  { title: 'When', show: ({ lastScanAt }) => <Time at={lastScanAt} missing="Never" /> },
  { title: 'Took', show: (address) => <Timings address={address} /> },
  { title: 'Facts from', show: ({ latest }) => <FactsAge latest={latest} /> },
  { title: 'Posture seen', show: ({ postureAt }) => <Time at={postureAt} missing="Never" /> },
]

/** Of what was last seen. `compared` names the fact that compareAddresses speaks of. */
export const factRows: readonly FactRow[] = [
  { title: 'Certificate', compared: 'certificate', show: (facts, known) => <Leaf facts={facts} known={known} /> },
  { title: 'Chain as sent', compared: 'chain', show: (facts, known) => <Chain facts={facts} known={known} /> },
  {
    title: 'Trust',
    compared: 'trust',
    show: (facts, known) => (
      <ObservedFact fact={facts.trust}>
        {(trust) => <TrustOpinionView trust={trust} leafSha256={valueOf(facts.chain)?.[0]} certificates={known} />}
      </ObservedFact>
    ),
  },
  {
    title: 'Negotiated',
    compared: 'protocol',
    show: ({ protocol }) => <ObservedFact fact={protocol}>{(it) => it}</ObservedFact>,
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
    show: ({ group }) => <ObservedFact fact={group}>{groupText}</ObservedFact>,
  },
  {
    title: 'Holds the key',
    compared: null,
    show: ({ keyPossession }) => <ObservedFact fact={keyPossession}>{possessionText}</ObservedFact>,
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
    compared: 'clientAuthorities',
    show: ({ clientCertificateRequest: request, clientCertificateRequested: requested }) =>
      request.status === 'observed' ? (
        <AcceptedAuthorities request={request} />
      ) : (
        <ObservedFact fact={requested}>{(it) => (it ? 'asked for' : 'not asked for')}</ObservedFact>
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

function Timings({ address: { timings, connections } }: { address: EndpointAddress }) {
  if (timings === null) return <span className="text-ink-3">—</span>
  const parts = [
    ...(timings.connectMs === null ? [] : [`connecting ${durationText(timings.connectMs)}`]),
    ...(timings.handshakeMs === null ? [] : [`handshake ${durationText(timings.handshakeMs)}`]),
    `all probes ${durationText(timings.totalMs)}`,
    ...(connections === null ? [] : [connectionsText(connections)]),
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
