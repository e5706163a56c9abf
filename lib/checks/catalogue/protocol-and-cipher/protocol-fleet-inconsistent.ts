import { acceptedSuites, isBroken, type NamedSuite, protectsNothing } from '#lib/checks/accepted-suites.ts'
import { defineIdentityCheck, type EvaluationContext, type Verdict } from '#lib/checks/contract.ts'
import type { IdentityFacts } from '#lib/checks/facts.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { judgedVersions, speaks } from '#lib/checks/spoken-versions.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { ProtocolVersion, TlsFacts } from '#lib/tls/observation.ts'

const severities = { weaker: 'high', different: 'low' } as const

export const protocolFleetInconsistent = defineIdentityCheck({
  id: 'protocol-fleet-inconsistent',
  group: 'protocol-and-cipher',
  title: 'Places of one service differ in TLS',
  why: 'Clients get one or the other by chance, and an attacker picks the weakest: a service is as good as its worst place.',
  fix: 'Roll one configuration out to every place, from one source (Ansible, Helm, a mesh), and take stragglers out of the load balancer or the DNS name until they follow. The evidence names what differs by address; compare two of them with openssl s_client -connect IP:PORT -servername NAME.',
  severities,
  ofCertificate: false,
  needs: ['posture'],
  references: [
    { label: 'RFC 9325 section 3.9', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.9' },
    { label: 'NIST SP 800-53r5 CM-6', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §3.9',
      relation: 'direct',
      rationale: 'servers of one service should give equivalent security',
    },
    { framework: 'nist-sp-800-53', control: 'CM-6', relation: 'supporting', rationale: 'settings are consistent' },
    { framework: 'nist-sp-800-53', control: 'CM-2', relation: 'supporting', rationale: 'baseline' },
    { framework: 'nist-csf', control: 'PR.PS-01', relation: 'supporting', rationale: 'configuration management' },
    { framework: 'nist-sp-800-207', control: 'tenet-5', relation: 'supporting', rationale: 'posture is measured' },
  ],
  evaluate: (facts, context) => {
    const places = placesOf(facts)
    if (facts.endpoints.flatMap(({ addresses }) => addresses).length < 2) return notApplicable('one place alone')
    const weak = facets.filter(({ weakens }) => weakens).filter((facet) => differs(facet, places))
    const other = facets.filter(({ weakens }) => !weakens).filter((facet) => differs(facet, places))
    const evidence = { differs: [...weak, ...other].map((facet) => describe(facet, places)) }
    if (weak.length > 0) return fail('weaker', evidence)
    if (other.length > 0) return fail('different', evidence)
    const missing = facets.find(({ read }) => places.some(({ tls }) => read(tls) === null))
    const fresh = everywhereFresh(facts, context)
    if (fresh.outcome !== 'pass') return fresh
    return missing === undefined
      ? { ...fresh, evidence: { places: places.length } }
      : notAssessed(`${missing.name} are not known at every place`)
  },
})

interface Place {
  readonly name: string
  readonly tls: TlsFacts
}

/** What is compared; null where it is not known. `weakens`: where places differ in it, one of them is weaker. */
interface Facet {
  readonly name: string
  readonly weakens: boolean
  read(tls: TlsFacts): string | null
}

const facets: readonly Facet[] = [
  { name: 'retired versions', weakens: true, read: (tls) => spoken(tls, ['TLSv1.1', 'TLSv1', 'SSLv3', 'SSLv2']) },
  {
    name: 'broken suites',
    weakens: true,
    read: (tls) => suites(tls, (suite) => protectsNothing(suite) || isBroken(suite)),
  },
  { name: 'client certificates', weakens: true, read: ({ mtls }) => clients(mtls) },
  { name: 'versions', weakens: false, read: (tls) => spoken(tls, judgedVersions) },
  { name: 'suites', weakens: false, read: (tls) => suites(tls, () => true) },
]

function placesOf({ endpoints }: IdentityFacts): Place[] {
  return endpoints.flatMap(({ port, addresses }) =>
    addresses.flatMap(({ ip, latest }) =>
      latest === null ? [] : [{ name: `${ip.includes(':') ? `[${ip}]` : ip}:${port}`, tls: latest.facts }],
    ),
  )
}

function differs({ read }: Facet, places: readonly Place[]): boolean {
  return new Set(places.flatMap(({ tls }) => read(tls) ?? [])).size > 1
}

function describe({ name, read }: Facet, places: readonly Place[]) {
  return { name, places: places.flatMap(({ name: place, tls }) => [{ place, has: read(tls) }]) }
}

function spoken(tls: TlsFacts, versions: readonly ProtocolVersion[]): string | null {
  const answers = versions.map((version) => ({ version, answer: speaks(tls, version) }))
  if (answers.some(({ answer }) => answer === null)) return null
  return answers.flatMap(({ version, answer }) => (answer === true ? [version] : [])).join(' ') || 'none'
}

function suites(tls: TlsFacts, wanted: (suite: NamedSuite) => boolean): string | null {
  const { suites: accepted, missing } = acceptedSuites(tls)
  if (missing !== null) return null
  return (
    accepted
      .filter(wanted)
      .map(({ name }) => name)
      .toSorted()
      .join(' ') || 'none'
  )
}

function clients(mtls: TlsFacts['mtls']): string | null {
  return mtls.status === 'observed' && mtls.value.verdict !== 'UNKNOWN' ? mtls.value.verdict : null
}

/** That every place is known, confirmed by the last attempt, and its posture fresh. */
function everywhereFresh({ endpoints }: IdentityFacts, context: EvaluationContext): Verdict<never> {
  const each = endpoints.map((endpoint) => perAddress<never>(endpoint, context, {}, () => pass({}), 'posture'))
  const open = each.find(({ outcome }) => outcome !== 'pass')
  if (open !== undefined) return open
  const instants = each.flatMap(({ changesAt }) => changesAt ?? [])
  return pass({}, instants.length === 0 ? null : new Date(Math.min(...instants.map(Number))))
}
