import type { Observed } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { PartialNotice } from '../ui/notice.tsx'
import { reasonWords } from './reason-words.ts'
import { versionOrder, versionWords } from './version-words.ts'

interface Gap {
  readonly what: string
  readonly why: string
}

const titles = {
  versions: 'Versions',
  suites: 'Suites',
  groups: 'Groups',
  signatureSchemes: 'Signature schemes',
  dhParameters: 'Diffie-Hellman parameters',
  alpnProtocols: 'ALPN',
  nextProtocols: 'NPN',
  clock: 'Clock of the server',
  features: 'Features',
  serverNames: 'Other server names',
  tolerance: 'Tolerance',
  flaws: 'Known flaws',
  http: 'HTTP',
  otherChains: 'Other certificates',
  mtls: 'Treatment of clients',
} as const satisfies Partial<Record<keyof TlsFacts, string>>

const byVersion = ['versions', 'suites', 'groups', 'signatureSchemes'] as const
const whole = [
  'dhParameters',
  'alpnProtocols',
  'nextProtocols',
  'clock',
  'features',
  'serverNames',
  'tolerance',
  'flaws',
  'http',
  'otherChains',
  'mtls',
] as const

/** What was tried and not learned, and why; nothing of it counts as a refusal. */
export function NotLearned({ facts }: { facts: TlsFacts }) {
  const gaps = gapsOf(facts)
  if (gaps.length === 0) return null
  return (
    <PartialNotice>
      <span className="font-medium">Not learned, so not judged:</span>
      <ul className="list-disc pl-4">
        {gaps.map(({ what, why }) => (
          <li key={what}>
            {what}: {why}
          </li>
        ))}
      </ul>
    </PartialNotice>
  )
}

function gapsOf(facts: TlsFacts): Gap[] {
  const listed = byVersion.flatMap((name) => {
    const fact = facts[name]
    if (fact.status !== 'observed') return gap(titles[name], fact)
    return versionOrder.flatMap((version) => gap(`${titles[name]} at ${versionWords[version]}`, fact.value[version]))
  })
  return [...listed, ...whole.flatMap((name) => gap(titles[name], facts[name]))]
}

function gap(what: string, fact: Observed<unknown> | undefined): Gap[] {
  if (fact?.status !== 'failed') return []
  const detail = fact.detail === undefined ? '' : ` (${escapeUnsafe(fact.detail)})`
  return [{ what, why: `${reasonWords(fact.reason)}${detail}` }]
}
