import { type Observed, valueOf } from '#lib/core/observed.ts'
import type { HttpFact } from '#lib/tls/http-fact.ts'
import type { Accepted, Observation, ServerNameAnswer } from '#lib/tls/observation.ts'
import { type CertificateName, certificates } from './credentials.ts'
import type { CaseAccepted, CaseFacts, CaseHttp, CaseNameAnswer } from './lab-case.ts'

/** Each fact in which an observation at full depth differs from the truth about its server, as a line for people. */
export function disagreements({ facts, certificates: seen }: Observation, truth: CaseFacts): readonly string[] {
  const lines: string[] = []
  const same = (what: string, found: unknown, expected: unknown) => {
    const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
    if (a !== b) lines.push(`${what}: seen ${a}, is ${b}`)
  }
  const versions = Object.entries(valueOf(facts.versions) ?? {})
  const spoken = versions.filter(([, fact]) => valueOf(fact) === true).map(([version]) => version)
  same('versions', spoken.toSorted(), truth.versions.toSorted())
  for (const version of truth.versions) {
    const [suites, groups] = [truth.suites[version], truth.groups[version]]
    if (suites) compareLists(same, `suites ${version}`, valueOf(facts.suites)?.[version], suites, (name) => name)
    if (groups) compareLists(same, `groups ${version}`, valueOf(facts.groups)?.[version], groups, ({ name }) => name)
  }
  const dh = (valueOf(facts.dhParameters) ?? []).map(({ bits, known }) => ({ bits, known }))
  same('dhParameters', sorted(dh), sorted(truth.dhParameters))
  same('alpnProtocols', sorted(valueOf(facts.alpnProtocols) ?? ['?']), sorted(truth.alpnProtocols))
  const others = Object.values(valueOf(facts.otherChains) ?? {}).map(([leaf]) => nameOf(leaf))
  const leaves = [nameOf(valueOf(facts.chain)?.[0]), ...others]
  same('certificates', sorted([...new Set(leaves)]), sorted(truth.certificates))
  same('certificates kept', leaves.filter((name) => name === '?').length + Number(seen.size === 0), 0)
  same('other certificates', facts.otherChains.status === 'failed' ? facts.otherChains.reason : '', '')
  const unsettled = Object.entries(valueOf(facts.signatureSchemes) ?? {}).flatMap(([version, schemes]) =>
    schemes.status === 'failed' ? [`${version} ${schemes.reason}`] : [],
  )
  same('signature schemes not learned', unsettled, [])
  same('stapled', (valueOf(facts.ocspStaple) ?? null) !== null, truth.stapled)
  compareFeatures(same, facts, truth)
  const names = valueOf(facts.serverNames)
  compareAnswer(same, 'without a name', names?.without, truth.serverNames.without)
  compareAnswer(same, 'with an unknown name', names?.unknown, truth.serverNames.unknown)
  same('mtls', valueOf(facts.mtls)?.verdict, truth.mtls)
  compareFlaws(same, facts)
  compareHttp(same, valueOf(facts.http), truth.http)
  compareHellos(same, facts, truth)
  same('conduct', valueOf(facts.conduct), 'steady')
  return lines
}

type Same = (what: string, found: unknown, expected: unknown) => void

function compareLists<Item>(
  same: Same,
  what: string,
  fact: Observed<Accepted<Item>> | undefined,
  { accepted, preference }: CaseAccepted,
  nameOfItem: (item: Item) => string,
): void {
  const found = fact && valueOf(fact)
  const names = found?.accepted.map(nameOfItem) ?? []
  const ordered = preference === 'server'
  same(what, ordered ? names : sorted(names), ordered ? accepted : sorted(accepted))
  same(`${what} preference`, found?.preference, preference)
  same(`${what} complete`, found?.complete, true)
}

function compareHttp(same: Same, found: HttpFact | null, truth: CaseHttp | null): void {
  if (truth === null) return
  const { headers = {}, clock, ...rest } = found ?? {}
  const { headers: expected, clock: told, ...expectedRest } = truth
  same('http', rest, expectedRest)
  if (expected) same('headers', headers, expected)
  if (told) same('clock of HTTP', clock, told)
}

/** What the ServerHellos of TLS 1.2 and before tell beside what they were asked. */
function compareHellos(same: Same, { nextProtocols, clock }: Observation['facts'], truth: CaseFacts): void {
  const { versions, nextProtocols: names = null, clock: told = 'not-told' } = truth
  const plain = versions.filter((version) => version !== 'TLSv1.3')
  const named = nextProtocols.status === 'observed' ? nextProtocols.value : ['?']
  if (plain.some((version) => version !== 'SSLv3')) same('nextProtocols', named, names)
  if (plain.length > 0) same('clock', valueOf(clock), told)
}

function compareFeatures(same: Same, facts: Observation['facts'], truth: CaseFacts): void {
  const found = valueOf(facts.features)
  const { tickets, resumption, earlyDataBytes, ticketLifetimeSeconds: life, ...flags } = truth.features
  for (const flag of ['extendedMasterSecret', 'encryptThenMac', 'secureRenegotiation', 'compression'] as const) {
    if (flags[flag] !== null) same(flag, found && valueOf(found[flag]), flags[flag])
  }
  const anew = found?.clientRenegotiation
  if (flags.clientRenegotiation !== null) same('clientRenegotiation', anew && valueOf(anew), flags.clientRenegotiation)
  same('heartbeat', found && valueOf(found.heartbeat), flags.heartbeat)
  if (flags.fallbackScsv !== null) same('fallbackScsv', found && valueOf(found.fallbackScsv), flags.fallbackScsv)
  same('tickets', found && valueOf(found.sessionTickets), tickets.length > 0)
  same('resumption', found && sorted(valueOf(found.resumption) ?? ['?']), sorted(resumption))
  const told = found?.ticketLifetimeSeconds
  if (tickets.length === 0) same('ticketLifetimeSeconds', told && valueOf(told), null)
  else if (life !== undefined) same('ticketLifetimeSeconds', told && valueOf(told), life)
  same('earlyDataBytes', found && valueOf(found.earlyDataBytes), earlyDataBytes)
}

/** No server that is made for use has any. What is skipped has no place in the server. */
function compareFlaws(same: Same, { flaws }: Observation['facts']): void {
  same('flaws', valueOf(flaws) && 'observed', 'observed')
  for (const [name, fact] of Object.entries(valueOf(flaws) ?? {}))
    if (fact.status !== 'skipped') same(name, fact.status === 'failed' ? fact.reason : fact.value, false)
}

function compareAnswer(
  same: Same,
  what: string,
  found: ServerNameAnswer | undefined,
  { outcome, detail, certificates: shown }: CaseNameAnswer,
): void {
  same(what, found?.outcome, outcome)
  if (detail !== null) same(`${what}, detail`, found?.detail, detail)
  const leaf = found?.chain?.[0]
  if (shown.length > 0) same(`${what}, certificate`, shown.includes(knownName(leaf) ?? 'self-signed'), true)
}

function nameOf(leaf: string | undefined): CertificateName | '?' {
  return knownName(leaf) ?? '?'
}

function knownName(leaf: string | undefined): CertificateName | undefined {
  const known: CertificateName[] = ['rsa', 'rsa-pss', 'ecdsa', 'ed25519', 'rsa-1024', 'other-name', 'self-signed']
  return known.find((name) => certificates[name]().leaf.sha256 === leaf)
}

function sorted<T>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
