import type { ReactNode } from 'react'
import type { Observed } from '#lib/core/observed.ts'
import type { CertificateSummary } from '#lib/data/endpoints/certificate-summary.ts'
import type { ComparedFact } from '#lib/data/endpoints/compare-addresses.ts'
import type { ByVersion, TlsFacts } from '#lib/tls/observation.ts'
import { acceptedNote } from '../posture/accepted-note.ts'
import { dhText, httpText, OtherCertificates, ServerNameText } from '../posture/fact-words.tsx'
import { clockText, flawsText, nextProtocolsText } from '../posture/hello-words.ts'
import { reasonWords } from '../posture/reason-words.ts'
import { versionOrder, versionWords } from '../posture/version-words.ts'
import { ObservedFact } from './observed-fact.tsx'

/** One row of the comparison. `compared` names the fact that compareAddresses speaks of. */
export interface FactRow {
  readonly title: string
  readonly compared: ComparedFact | null
  readonly show: (facts: TlsFacts, certificates: ReadonlyMap<string, CertificateSummary>) => ReactNode
}

/** What more connections tell, in short: the section on the posture has all of it. */
export const postureRows: readonly FactRow[] = [
  {
    title: 'Other certificates',
    compared: 'otherCertificates',
    show: (facts, certificates) => <OtherCertificates facts={facts} certificates={certificates} />,
  },
  {
    title: 'Versions',
    compared: 'versions',
    show: ({ versions }) => <InShort fact={versions} words={(spoken) => (spoken ? 'yes' : 'no')} />,
  },
  { title: 'Suites', compared: 'suites', show: ({ suites }) => <InShort fact={suites} words={acceptedNote} /> },
  {
    title: 'Groups',
    compared: 'groups',
    show: ({ groups }) => (
      <InShort fact={groups} words={({ accepted }) => accepted.map(({ name }) => name).join(', ')} />
    ),
  },
  {
    title: 'Signatures',
    compared: 'signatures',
    show: ({ signatureSchemes }) => <InShort fact={signatureSchemes} words={(names) => names.join(', ') || 'none'} />,
  },
  {
    title: 'Diffie-Hellman',
    compared: 'dhParameters',
    show: ({ dhParameters }) => (
      <ObservedFact fact={dhParameters}>{(all) => all.map(dhText).join('; ') || 'none'}</ObservedFact>
    ),
  },
  {
    title: 'ALPN accepted',
    compared: 'alpnProtocols',
    show: ({ alpnProtocols }) => (
      <ObservedFact fact={alpnProtocols}>{(names) => names.join(', ') || 'none'}</ObservedFact>
    ),
  },
  {
    title: 'NPN',
    compared: 'nextProtocols',
    show: ({ nextProtocols }) => <ObservedFact fact={nextProtocols}>{nextProtocolsText}</ObservedFact>,
  },
  { title: 'Clock', compared: 'clock', show: ({ clock }) => <ObservedFact fact={clock}>{clockText}</ObservedFact> },
  {
    title: 'Known flaws',
    compared: 'flaws',
    show: ({ flaws }) => <ObservedFact fact={flaws}>{flawsText}</ObservedFact>,
  },
  { title: 'Features', compared: 'features', show: ({ features }) => <FeaturesInShort features={features} /> },
  {
    title: 'Unknown name',
    compared: 'serverNames',
    show: ({ serverNames }, certificates) => (
      <ObservedFact fact={serverNames}>
        {({ unknown }) => <ServerNameText answer={unknown} certificates={certificates} />}
      </ObservedFact>
    ),
  },
  {
    title: 'HTTP',
    compared: 'http',
    show: ({ http }) => <ObservedFact fact={http}>{httpText}</ObservedFact>,
  },
]

function InShort<T>({ fact, words }: { fact: Observed<ByVersion<T>>; words: (value: T) => string }) {
  return (
    <ObservedFact fact={fact}>
      {(byVersion) => (
        <ul className="grid gap-0.5 text-xs">
          {versionOrder.flatMap((version) => {
            const at = byVersion[version]
            if (at === undefined) return []
            const text = at.status === 'observed' ? words(at.value) : `not known: ${reasonWords(at.reason)}`
            return [
              <li key={version} className={at.status === 'observed' ? '' : 'text-ink-3'}>
                {versionWords[version]}: {text}
              </li>,
            ]
          })}
        </ul>
      )}
    </ObservedFact>
  )
}

const short = {
  extendedMasterSecret: 'extended master secret',
  encryptThenMac: 'encrypt-then-MAC',
  secureRenegotiation: 'secure renegotiation',
  compression: 'compression',
  heartbeat: 'heartbeat',
  fallbackScsv: 'fallback protection',
  sessionTickets: 'tickets',
} as const

function FeaturesInShort({ features }: { features: TlsFacts['features'] }) {
  return (
    <ObservedFact fact={features}>
      {(all) => {
        const named = (wanted: boolean | null) =>
          Object.entries(short).flatMap(([name, word]) => {
            const fact = Object.entries(all).find(([key]) => key === name)?.[1]
            return (fact?.status === 'observed' ? fact.value : null) === wanted ? [word] : []
          })
        return (
          <ul className="grid gap-0.5 text-xs">
            <li>with: {named(true).join(', ') || 'none'}</li>
            <li>without: {named(false).join(', ') || 'none'}</li>
            {named(null).length === 0 ? null : <li className="text-ink-3">not known: {named(null).join(', ')}</li>}
          </ul>
        )
      }}
    </ObservedFact>
  )
}
