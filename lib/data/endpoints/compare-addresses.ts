import type { Observed } from '#lib/core/observed.ts'
import type { KeyType, MtlsVerdict, TlsFacts } from '#lib/tls/observation.ts'
import { shownFlaws } from '#lib/tls/shown-flaws.ts'
import type { EndpointAddress } from './list-endpoint-addresses.ts'

/** What is compared between the backends of one endpoint. */
export const comparedFacts = [
  'certificate',
  'otherCertificates',
  'chain',
  'trust',
  'protocol',
  'suite',
  'group',
  'alpn',
  'mtls',
  'clientAuthorities',
  'versions',
  'suites',
  'groups',
  'signatures',
  'dhParameters',
  'alpnProtocols',
  'nextProtocols',
  'clock',
  'flaws',
  'features',
  'serverNames',
  'http',
] as const

export type ComparedFact = (typeof comparedFacts)[number]

/** Of each address (by id) the facts in which it stands apart from most of the others; all of them where there is no majority. */
export type AddressDifferences = ReadonlyMap<string, ReadonlySet<ComparedFact>>

/**
 * Compares what the addresses that the name resolves to last showed. What was not observed at an address is not
 * compared: not knowing is no difference.
 */
export function compareAddresses(addresses: readonly EndpointAddress[]): AddressDifferences {
  const compared = addresses.flatMap(({ id, goneAt, latest }) =>
    goneAt === null && latest !== null ? [{ id, facts: latest.facts }] : [],
  )
  const differences = new Map(compared.map(({ id }) => [id, new Set<ComparedFact>()]))
  for (const fact of comparedFacts) {
    const values = compared.flatMap(({ id, facts }) => {
      const value = texts[fact](facts)
      return value === null ? [] : [{ id, value }]
    })
    const usual = majority(values.map(({ value }) => value))
    for (const { id, value } of values) if (usual !== undefined && value !== usual) differences.get(id)?.add(fact)
  }
  return differences
}

/** The most common value; null where several are as common, undefined where all are equal. */
function majority(values: readonly string[]): string | null | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  if (counts.size < 2) return undefined
  const [first, second] = [...counts].toSorted(([, a], [, b]) => b - a)
  return first !== undefined && first[1] !== second?.[1] ? first[0] : null
}

/** The value to compare, null where it is not known. */
const texts: Readonly<Record<ComparedFact, (facts: TlsFacts) => string | null>> = {
  certificate: ({ chain }) => textOf(chain, ([leaf]) => leaf ?? ''),
  otherCertificates: ({ otherChains }) => textOf(otherChains, (chains) => leavesOf(chains).join()),
  chain: ({ chain }) => textOf(chain, (sent) => sent.slice(1).join()),
  trust: ({ trust }) => textOf(trust, ({ pathFound, error }) => `${pathFound} ${error}`),
  protocol: ({ protocol }) => textOf(protocol, String),
  suite: ({ cipherSuite }) => textOf(cipherSuite, ({ name }) => name),
  group: ({ group }) => textOf(group, (it) => it?.name ?? 'none'),
  alpn: ({ alpn }) => textOf(alpn, String),
  // What was not found out at one address is no other verdict.
  mtls: ({ mtls }) => textOf(mtls, ({ verdict }) => (verdict === unknownVerdict ? null : verdict)),
  clientAuthorities: ({ clientCertificateRequest }) =>
    textOf(clientCertificateRequest, (request) => request?.authorities.toSorted().join('\n') ?? 'none'),
  versions: ({ versions }) =>
    textOf(versions, (byVersion) =>
      Object.entries(byVersion)
        .flatMap(([version, spoken]) => (spoken.status === 'observed' && spoken.value ? [version] : []))
        .toSorted()
        .join(),
    ),
  suites: ({ suites }) => textOf(suites, wholeText),
  groups: ({ groups }) => textOf(groups, wholeText),
  signatures: ({ signatureSchemes }) => textOf(signatureSchemes, wholeText),
  dhParameters: ({ dhParameters }) => textOf(dhParameters, (all) => all.map(({ primeSha256 }) => primeSha256).join()),
  alpnProtocols: ({ alpnProtocols }) => textOf(alpnProtocols, (names) => names.join()),
  nextProtocols: ({ nextProtocols }) => textOf(nextProtocols, JSON.stringify),
  clock: ({ clock }) => textOf(clock, String),
  flaws: ({ flaws }) => textOf(flaws, (all) => (Object.values(all).some(isFailed) ? null : shownFlaws(all).join())),
  features: ({ features }) => textOf(features, (all) => wholeText({ ...all })),
  // The address's own leaf under another name is no difference of its own.
  serverNames: ({ serverNames, chain }) =>
    textOf(serverNames, ({ without, unknown }) => {
      const own = chain.status === 'observed' ? chain.value[0] : null
      const shown = [without, unknown].map((answer) => answer.chain?.[0] ?? 'none')
      return shown.map((leaf) => (leaf === own ? 'own' : leaf)).join()
    }),
  http: ({ http }) => textOf(http, (answer) => answer?.strictTransportSecurity ?? 'none'),
}

function isFailed({ status }: Observed<unknown>): boolean {
  return status === 'failed'
}

function leavesOf(chains: Readonly<Partial<Record<KeyType, readonly string[]>>>): string[] {
  return Object.values(chains)
    .flatMap(([leaf]) => leaf ?? [])
    .toSorted()
}

/** Parts in one text, where each of them was observed: a part that is not known could be anything. */
function wholeText(parts: Readonly<Record<string, Observed<unknown>>>): string | null {
  const entries = Object.entries(parts).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const values = entries.flatMap(([name, fact]) => (fact.status === 'observed' ? [[name, fact.value]] : []))
  return values.length === entries.length ? JSON.stringify(values) : null
}

const unknownVerdict: MtlsVerdict = 'UNKNOWN'

function textOf<T>(fact: Observed<T>, toText: (value: T) => string | null): string | null {
  return fact.status === 'observed' ? toText(fact.value) : null
}
