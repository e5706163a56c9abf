import { failed, type Observed } from '#lib/core/observed.ts'
import { observe } from '#lib/scan/observe.ts'
import type { HttpFact } from '#lib/tls/http-fact.ts'
import type { Accepted, Flaws, NamedGroup, Observation, TlsFacts } from '#lib/tls/observation.ts'
import { labOptions } from '../lab/scanning.ts'
import { Notes, type Scan } from './sightings.ts'
import type { Place } from './subject.ts'
import { noteLeaf } from './words.ts'

/** All that our own observer says at the depth `posture`, in the words of the comparison. */
export async function lookWithCountersign(place: Place): Promise<Scan> {
  const { address, port, serverName, transport } = place
  const [observation] = await observe(
    { host: address, port, serverName, transport },
    { ...labOptions, depth: 'posture' },
  )
  if (!observation) return { status: 'unable', reason: 'no observation' }
  return { status: 'seen', sightings: sightingsOf(observation).sightings }
}

/** What was not learned is said as such (`failed: timeout`), so that it agrees with nothing. */
export function sightingsOf({ facts, certificates }: Observation): Notes {
  const notes = new Notes()
  noteLists(notes, facts)
  note(notes, 'groups', facts.groups, (groups) => {
    for (const [version, fact] of Object.entries(groups)) noteGroups(notes, version, fact)
  })
  noteChains(notes, facts, certificates)
  noteFeatures(notes, facts)
  note(notes, 'alpn', facts.alpnProtocols, (names) => notes.add('alpn', ...names))
  note(notes, 'dh bits', facts.dhParameters, (all) => notes.add('dh bits', ...all.map(({ bits }) => String(bits))))
  note(notes, 'dh known', facts.dhParameters, (all) => notes.add('dh known', ...all.map(({ known }) => known ?? 'own')))
  note(notes, 'staple', facts.ocspStaple, (staple) => notes.flag('staple', staple !== null))
  note(notes, 'client certificate', facts.clientCertificateRequested, (asked) =>
    notes.flag('client certificate', asked),
  )
  note(notes, 'client authorities', facts.clientCertificateRequest, (request) =>
    notes.add('client authorities', ...(request?.authorities ?? [])),
  )
  note(notes, 'hsts', facts.http, (http) =>
    notes.add('hsts', ...(http?.strictTransportSecurity ? [http.strictTransportSecurity] : [])),
  )
  noteHello(notes, facts)
  note(notes, 'http headers', facts.http, (http) => noteHeaders(notes, http?.headers ?? {}))
  note(notes, 'http clock', facts.http, (http) => notes.add('http clock', ...(http?.clock ? [http.clock] : [])))
  note(notes, 'http status', facts.http, (http) => notes.add('http status', ...(http ? [String(http.status)] : [])))
  note(notes, 'flaws', facts.flaws, (flaws) => noteFlaws(notes, flaws))
  note(notes, 'conduct', facts.conduct, (conduct) => notes.add('conduct', conduct))
  return notes
}

function note<T>(notes: Notes, name: string, fact: Observed<T>, add: (value: T) => unknown): void {
  if (fact.status === 'observed') add(fact.value)
  else notes.add(name, `${fact.status}: ${fact.reason}`)
}

/** Where TLS 1.3 is all that is spoken the tools find neither NPN nor a clock. */
function noteHello(notes: Notes, { nextProtocols, clock, features }: TlsFacts): void {
  if (nextProtocols.status === 'skipped') notes.add('npn')
  else note(notes, 'npn', nextProtocols, (names) => notes.add('npn', ...(names ?? [])))
  if (clock.status === 'skipped') notes.add('clock', 'not-told')
  else note(notes, 'clock', clock, (told) => notes.add('clock', told))
  const life = features.status === 'observed' ? features.value.ticketLifetimeSeconds : undefined
  note(notes, 'ticket life', life ?? failed('not-asked'), (seconds) =>
    notes.add('ticket life', ...(seconds === null ? [] : [String(seconds)])),
  )
}

function noteHeaders(notes: Notes, headers: NonNullable<HttpFact['headers']>): void {
  for (const [name, values] of Object.entries(headers)) notes.add(`header ${name}`, ...values)
  const cookies = headers['set-cookie'] ?? []
  const having = (attribute: RegExp) => String(cookies.filter((cookie) => attribute.test(cookie)).length)
  notes
    .add('cookies', ...(cookies.length === 0 ? [] : [String(cookies.length)]))
    .add('cookies with Secure', having(/; secure(;|$)/i))
    .add('cookies with HttpOnly', having(/; httponly(;|$)/i))
}

function noteLists(notes: Notes, facts: TlsFacts): void {
  note(notes, 'versions', facts.versions, (versions) => {
    notes.add('versions')
    for (const [version, fact] of Object.entries(versions)) {
      note(notes, 'versions', fact, (spoken) => notes.add('versions', ...(spoken ? [version] : [])))
    }
  })
  note(notes, 'suites', facts.suites, (suites) => {
    for (const [version, fact] of Object.entries(suites)) noteSuites(notes, version, fact)
  })
  note(notes, 'schemes', facts.signatureSchemes, (schemes) => {
    for (const [version, fact] of Object.entries(schemes)) {
      note(notes, `schemes ${version}`, fact, (names) => notes.add(`schemes ${version}`, ...names))
    }
  })
}

function noteSuites(notes: Notes, version: string, fact: Observed<Accepted<string>>): void {
  note(notes, `suites ${version}`, fact, ({ accepted, preference, complete }) => {
    notes
      .add(`suites ${version}`, ...accepted, ...(complete ? [] : ['incomplete']))
      .add(`preference ${version}`, preference)
    if (preference === 'server') notes.add(`order ${version}`, ...accepted)
  })
}

function noteGroups(notes: Notes, version: string, fact: Observed<Accepted<NamedGroup>>): void {
  note(notes, `groups ${version}`, fact, ({ accepted, complete }) => {
    const names = [...accepted.map(({ name }) => name), ...(complete ? [] : ['incomplete'])]
    notes.add(`groups ${version}`, ...names)
    notes.add(`groups used ${version}`, ...names)
    notes.add('groups of any version', ...names)
  })
}

function noteChains(notes: Notes, facts: TlsFacts, certificates: Observation['certificates']): void {
  const chains: (readonly string[])[] = []
  note(notes, 'leaf', facts.chain, (chain) => chains.push(chain))
  note(notes, 'leaf', facts.otherChains, (others) => chains.push(...Object.values(others)))
  for (const chain of chains) {
    const der = certificates.get(chain[0] ?? '')
    if (der) noteLeaf(notes, der)
    notes.add('chain length', String(chain.length))
  }
  note(notes, 'without a name', facts.serverNames, ({ without }) => {
    const leaf = new Notes()
    const der = certificates.get(without.chain?.[0] ?? '')
    if (der) noteLeaf(leaf, der)
    notes.add('without a name', ...(leaf.sightings.get('leaf: common name') ?? [without.detail ?? without.outcome]))
  })
}

function noteFeatures(notes: Notes, facts: TlsFacts): void {
  note(notes, 'features', facts.features, (features) => {
    const flags = {
      'extended master secret': features.extendedMasterSecret,
      'encrypt then mac': features.encryptThenMac,
      'secure renegotiation': features.secureRenegotiation,
      'client renegotiation': features.clientRenegotiation ?? failed('not-asked'),
      compression: features.compression,
      heartbeat: features.heartbeat,
      'fallback scsv': features.fallbackScsv,
      tickets: features.sessionTickets,
    }
    for (const [name, fact] of Object.entries(flags)) note(notes, name, fact, (value) => notes.flag(name, value))
    note(notes, 'resumption by ticket', features.resumption, (ways) =>
      notes
        .flag('resumption by ticket', ways.includes('ticket'))
        .flag('resumption by identifier', ways.includes('session-id')),
    )
  })
  note(notes, 'grease', facts.tolerance, ({ grease }) =>
    note(notes, 'grease', grease, (ok) => notes.flag('grease', ok)),
  )
}

function noteFlaws(notes: Notes, { heartbleed, earlyChangeCipherSpec, ticketbleed, rsaPaddingOracle }: Flaws): void {
  const flaws = { heartbleed, 'ccs injection': earlyChangeCipherSpec, ticketbleed, robot: rsaPaddingOracle }
  for (const [name, fact] of Object.entries(flaws)) note(notes, name, fact, (has) => notes.flag(name, has))
}
