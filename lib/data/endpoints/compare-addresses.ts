import type { Observed } from '#lib/core/observed.ts'
import type { MtlsVerdict, TlsFacts } from '#lib/tls/observation.ts'
import type { EndpointAddress } from './list-endpoint-addresses.ts'

/** What is compared between the backends of one endpoint. */
export const comparedFacts = [
  'certificate',
  'chain',
  'trust',
  'protocol',
  'suite',
  'group',
  'alpn',
  'mtls',
  'versions',
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
      const value = valueToCompare(fact, facts)
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

function valueToCompare(fact: ComparedFact, facts: TlsFacts): string | null {
  switch (fact) {
    case 'certificate':
      return textOf(facts.chain, ([leaf]) => leaf ?? '')
    case 'chain':
      return textOf(facts.chain, (chain) => chain.slice(1).join())
    case 'trust':
      return textOf(facts.trust, ({ pathFound, error }) => `${pathFound} ${error}`)
    case 'protocol':
      return textOf(facts.protocol, String)
    case 'suite':
      return textOf(facts.cipherSuite, ({ name }) => name)
    case 'group':
      return textOf(facts.group, (group) => group?.name ?? 'none')
    case 'alpn':
      return textOf(facts.alpn, String)
    case 'mtls':
      // What was not found out at one address is no other verdict.
      return textOf(facts.mtls, ({ verdict }) => (verdict === unknownVerdict ? null : verdict))
    case 'versions':
      return textOf(facts.versions, (versions) =>
        Object.entries(versions)
          .flatMap(([version, offered]) => (offered.status === 'observed' && offered.value ? [version] : []))
          .toSorted()
          .join(),
      )
  }
}

const unknownVerdict: MtlsVerdict = 'UNKNOWN'

function textOf<T>(fact: Observed<T>, toText: (value: T) => string | null): string | null {
  return fact.status === 'observed' ? toText(fact.value) : null
}
