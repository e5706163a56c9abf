import type { ReactNode } from 'react'
import { isWeakScheme } from '#lib/checks/weak-scheme.ts'
import type { CertificateSummary } from '#lib/data/endpoints/certificate-summary.ts'
import type { EndpointAddress } from '#lib/data/endpoints/list-endpoint-addresses.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { ObservedFact } from '../endpoint/observed-fact.tsx'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Notice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'
import { AcceptedAuthorities } from './accepted-authorities.tsx'
import { ClientProbes } from './client-probes.tsx'
import {
  connectionsText,
  dhText,
  NamelessText,
  OtherCertificates,
  possessionText,
  ServerNameText,
} from './fact-words.tsx'
import { FeatureList, ToleranceText } from './feature-list.tsx'
import { FlawList } from './flaw-list.tsx'
import { GroupList } from './group-list.tsx'
import { clockText, nextProtocolsText } from './hello-words.ts'
import { HttpSection } from './http-section.tsx'
import { NotLearned } from './not-learned.tsx'
import { PerVersion } from './per-version.tsx'
import { SuiteList } from './suite-list.tsx'
import { VersionMatrix } from './version-matrix.tsx'

/** Each column of its own height, so that a long card leaves no hole beside it. */
const stack = 'grid min-w-0 content-start gap-3'

type Certificates = ReadonlyMap<string, CertificateSummary>

/** All that deeper scans saw at one address. */
export function AddressPosture({ address, certificates }: { address: EndpointAddress; certificates: Certificates }) {
  const facts = address.latest?.facts
  if (facts === undefined) return <p className="text-ink-3">Nothing was ever seen at this address.</p>
  return (
    <div className="grid min-w-0 gap-3">
      <p className="text-ink-3 text-xs">
        <SeenAt address={address} />
      </p>
      {facts.conduct.status === 'observed' && facts.conduct.value === 'began-to-refuse' ? (
        <Notice>The server began to refuse while it was asked. What came after that is not known.</Notice>
      ) : null}
      <NotLearned facts={facts} />
      <VersionMatrix versions={facts.versions} />
      <div className="grid min-w-0 gap-3 lg:grid-cols-2 lg:items-start">
        <div className={stack}>
          <Part title="Cipher suites">
            <SuiteList suites={facts.suites} />
          </Part>
          <Part title="Clients">
            <ClientProbes mtls={facts.mtls} />
            <DefinitionList
              items={[
                { term: 'Accepted CAs', value: <AcceptedAuthorities request={facts.clientCertificateRequest} /> },
              ]}
            />
          </Part>
          <Part title="HTTP">
            <ObservedFact fact={facts.http}>{(http) => <HttpSection http={http} />}</ObservedFact>
          </Part>
          <Part title="More">
            <More facts={facts} certificates={certificates} />
          </Part>
        </div>
        <div className={stack}>
          <Part title="Key exchange">
            <GroupList groups={facts.groups} />
          </Part>
          <Part title="Signatures of the handshake">
            <Schemes schemes={facts.signatureSchemes} />
          </Part>
          <Part title="Features">
            <ObservedFact fact={facts.features}>{(features) => <FeatureList features={features} />}</ObservedFact>
          </Part>
          <Part title="Known flaws">
            <ObservedFact fact={facts.flaws}>{(flaws) => <FlawList flaws={flaws} />}</ObservedFact>
          </Part>
        </div>
      </div>
    </div>
  )
}

function SeenAt({ address: { postureAt, mtlsAt, connections } }: { address: EndpointAddress }) {
  return (
    <>
      Posture seen <Time at={postureAt} missing="never" />, clients played <Time at={mtlsAt} missing="never" />
      {connections === null ? null : `; the last scan opened ${connectionsText(connections)}`}
      {postureAt === null ? '.' : '. Scans between carry it over.'}
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card className="grid min-w-0 content-start gap-2">
      <h3 className="font-medium text-sm">{title}</h3>
      {children}
    </Card>
  )
}

function Schemes({ schemes }: { schemes: TlsFacts['signatureSchemes'] }) {
  return (
    <PerVersion fact={schemes} none="It signs nothing.">
      {(names) => (names.length === 0 ? <span className="text-ink-3">none</span> : <SchemeList names={names} />)}
    </PerVersion>
  )
}

function SchemeList({ names }: { names: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1">
      {names.map((name) => (
        <li key={name} className="max-w-full">
          <Badge
            className={isWeakScheme(name) ? 'border-medium-mark bg-medium-bg text-medium-fg' : undefined}
            title={isWeakScheme(name) ? 'Rests on a hash with known collisions' : undefined}
          >
            <span className="truncate font-mono font-normal">{name}</span>
            {isWeakScheme(name) ? 'weak' : null}
          </Badge>
        </li>
      ))}
    </ul>
  )
}

function More({ facts, certificates }: { facts: TlsFacts; certificates: Certificates }) {
  return (
    <DefinitionList
      items={[
        {
          term: 'Key of the certificate',
          value: <ObservedFact fact={facts.keyPossession}>{possessionText}</ObservedFact>,
        },
        { term: 'Other certificates', value: <OtherCertificates facts={facts} certificates={certificates} /> },
        {
          term: 'Diffie-Hellman',
          value: (
            <ObservedFact fact={facts.dhParameters}>
              {(all) => (all.length === 0 ? 'no finite field is used' : all.map(dhText).join('; '))}
            </ObservedFact>
          ),
        },
        {
          term: 'ALPN',
          value: (
            <ObservedFact fact={facts.alpnProtocols}>
              {(names) => (names.length === 0 ? 'none is selected' : names.join(', '))}
            </ObservedFact>
          ),
        },
        { term: 'NPN', value: <ObservedFact fact={facts.nextProtocols}>{nextProtocolsText}</ObservedFact> },
        { term: 'Clock of the server', value: <ObservedFact fact={facts.clock}>{clockText}</ObservedFact> },
        {
          term: 'Without a server name',
          value: (
            <ObservedFact fact={facts.serverNames}>
              {({ without }) => <NamelessText facts={facts} answer={without} certificates={certificates} />}
            </ObservedFact>
          ),
        },
        {
          term: 'With an unknown name',
          value: (
            <ObservedFact fact={facts.serverNames}>
              {({ unknown }) => <ServerNameText answer={unknown} certificates={certificates} />}
            </ObservedFact>
          ),
        },
        {
          term: 'Unusual hellos',
          value: <ObservedFact fact={facts.tolerance}>{(it) => <ToleranceText tolerance={it} />}</ObservedFact>,
        },
      ]}
    />
  )
}
