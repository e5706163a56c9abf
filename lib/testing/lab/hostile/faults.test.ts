import { describe, expect, test } from 'vitest'
import { type Observed, valueOf } from '#lib/core/observed.ts'
import type { Accepted, ByVersion, MtlsVerdict, TlsFacts } from '#lib/tls/observation.ts'
import { certificates } from '../cases/credentials.ts'
import { observeLab } from '../scanning.ts'
import { startTlsServer, type TlsServerOptions } from '../tls-server.ts'
import { type Cut, type Fault, type FaultCourse, startBehindFaults } from './faults.ts'

const server: TlsServerOptions = {
  ...certificates.ecdsa(),
  also: certificates.rsa(),
  groups: 'X25519:P-256',
  ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA:DHE-RSA-AES128-GCM-SHA256',
  dhparam: 'auto',
}

/** How many suites the hello offers. */
const suitesIn = (hello: Buffer) => hello.readUInt16BE(44 + (hello[43] ?? 0)) / 2
const offers = (hello: Buffer, suite: number) => {
  const at = 46 + (hello[43] ?? 0)
  return hello.subarray(at, at + 2 * suitesIn(hello)).includes(Buffer.of(suite >> 8, suite & 0xff))
}
const from =
  (first: number, fault: Fault): FaultCourse =>
  (at) =>
    at >= first ? fault : null
const every =
  (nth: number, fault: Fault): FaultCourse =>
  (at) =>
    at % nth === nth - 1 ? fault : null
const until =
  (end: number, course: FaultCourse): FaultCourse =>
  (at, hello) =>
    at < end ? course(at, hello) : null
const window =
  (first: number, last: number, fault: Fault): FaultCourse =>
  (at) =>
    at >= first && at <= last ? fault : null

/** Behind the ServerHello, and not behind the certificate. */
const midFlight = (by: Cut['by']): Cut => ({ behindBytes: 400, by })

describe.concurrent('a fault on the way is never read as the word of the server', () => {
  test.each<[string, FaultCourse, 'steady' | 'began-to-refuse' | null]>([
    ['every fifth connection is reset', every(5, 'reset'), 'steady'],
    ['one backend of two closes all for a while', until(16, every(2, 'close')), null],
    ['one backend of two ends all in internal_error for a while', until(16, every(2, 'internal_error')), null],
    ['every seventh connection ends in internal_error', every(7, 'internal_error'), 'steady'],
    ['every seventh connection is answered in HTTP', every(7, 'garbage'), 'steady'],
    ['the first hello is canceled', window(0, 0, 'user_canceled'), 'steady'],
    ['for three connections all is closed', window(3, 5, 'close'), 'steady'],
    ['for three connections all ends in internal_error', window(6, 8, 'internal_error'), null],
    ['closed from the second connection on', from(1, 'close'), 'began-to-refuse'],
    ['closed from the twentieth connection on', from(19, 'close'), 'began-to-refuse'],
    ['internal_error from the tenth connection on', from(9, 'internal_error'), 'began-to-refuse'],
    ['internal_error in mid-flight from the twelfth connection on', from(11, midFlight('internal_error')), null],
    ['closed in mid-flight from the twelfth connection on', from(11, midFlight('close')), null],
    ['canceled from the thirtieth connection on', from(29, 'user_canceled'), 'began-to-refuse'],
    ['more than 128 suites are closed on', (_at, hello) => (suitesIn(hello) > 128 ? 'close' : null), 'steady'],
  ])('%s', async (_name, course, conduct) => {
    const truth = await truthOf()
    const behind = await startBehindFaults(await startTlsServer(server), course)
    try {
      const { facts } = await observeLab(behind, { depth: 'posture' })
      expect(lies(facts, truth)).toEqual([])
      if (conduct !== null) expect(facts.conduct).toEqual({ status: 'observed', value: conduct })
    } finally {
      await behind.close()
    }
  })
})

test.each(['internal_error', 'close'] as const)(
  'what breaks off with %s behind the certificate of a server of TLS 1.2 with mTLS strikes no suite',
  async (by) => {
    const older: TlsServerOptions = { ...certificates.rsa(), maxVersion: 'TLSv1.2', clients: 'required' }
    const behind = await startBehindFaults(await startTlsServer(older), from(11, midFlight(by)))
    try {
      const { facts } = await observeLab(behind, { depth: 'posture' })
      const suites = valueOf(facts.suites)?.['TLSv1.2']
      expect(suites?.status === 'observed' && suites.value.complete).toBe(false)
    } finally {
      await behind.close()
    }
  },
)

test.each(['quick', 'posture'] as const)(
  'a finite field that was chosen and never shown is unknown, %s',
  async (depth) => {
    const needsField = (hello: Buffer) => offers(hello, 0x9e) && ![0xc02b, 0xc013].some((suite) => offers(hello, suite))
    const course: FaultCourse = (_at, hello) => (needsField(hello) ? { behindBytes: 100, by: 'reset' } : null)
    const behind = await startBehindFaults(await startTlsServer(server), course)
    try {
      const { facts } = await observeLab(behind, { depth })
      expect(facts.dhParameters).toEqual({ status: 'failed', reason: 'not-shown' })
    } finally {
      await behind.close()
    }
  },
)

// The curve of its certificate has to be on the list whatever is asked of groups.
test('flights under ECDSA alone that break off behind the ServerHello are not asked for for ever', async () => {
  const ecdsaAlone = { ...certificates.ecdsa(), groups: 'X25519:P-256', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }
  const course: FaultCourse = (_at, hello) => (offers(hello, 0x1301) ? null : { behindBytes: 100, by: 'reset' })
  const behind = await startBehindFaults(await startTlsServer(ecdsaAlone), course)
  try {
    const { facts, connections } = await observeLab(behind, { depth: 'posture' })
    expect(valueOf(facts.versions)?.['TLSv1.2']).toEqual({ status: 'observed', value: true })
    const groups = valueOf(facts.groups)?.['TLSv1.2']
    expect(groups?.status === 'observed' && groups.value.complete).toBe(false)
    expect(connections).toBeLessThan(150)
  } finally {
    await behind.close()
  }
}, 30_000)

let truth: Promise<TlsFacts> | null = null

/** What the same server shows to everybody who reaches it. */
function truthOf(): Promise<TlsFacts> {
  truth ??= startTlsServer(server).then(async (open) => {
    const { facts } = await observeLab(open, { depth: 'posture' })
    await open.close()
    return facts
  })
  return truth
}

function lies(seen: TlsFacts, truth: TlsFacts): readonly string[] {
  const of = (facts: TlsFacts) => ({
    ...valueOf(facts.versions),
    ...valueOf(facts.features),
    ...{ alpnProtocols: facts.alpnProtocols, serverNames: facts.serverNames, dhParameters: facts.dhParameters },
    ...{ chain: facts.chain, ocspStaple: facts.ocspStaple, http: facts.http },
    ...prefixed('schemes ', valueOf(facts.signatureSchemes)),
  })
  const mtls = verdictOf(seen)
  const known = new Map<string, Observed<unknown>>(Object.entries(of(truth)))
  const plain = Object.entries(of(seen)).filter(
    ([name, fact]) => fact.status !== 'failed' && !same(fact, known.get(name)),
  )
  const lists = [
    ...listLies('suites', valueOf(seen.suites), valueOf(truth.suites)),
    ...listLies('groups', valueOf(seen.groups), valueOf(truth.groups)),
  ]
  return [
    ...plain.map(([name]) => name),
    ...lists,
    ...(mtls === 'UNKNOWN' || mtls === verdictOf(truth) ? [] : ['mtls']),
  ]
}

type Lists = ByVersion<Accepted<unknown>> | null

function listLies(kind: string, seen: Lists, truth: Lists): readonly string[] {
  const whole = new Map(Object.entries(truth ?? {}))
  return Object.entries(seen ?? {}).flatMap(([version, fact]) => {
    const all = whole.get(version)
    const list = valueOf(fact)
    return list === null || isPartOf(list, all ? valueOf(all) : null) ? [] : [`${kind} ${version}`]
  })
}

function verdictOf({ mtls }: TlsFacts): MtlsVerdict {
  return valueOf(mtls)?.verdict ?? 'UNKNOWN'
}

/** Nothing that the server has not, all that it has where it is called complete, and no order but its own. */
function isPartOf(list: Accepted<unknown>, all: Accepted<unknown> | null): boolean {
  if (all === null) return false
  const rest = all.accepted.filter((item) => list.accepted.some((one) => same(one, item)))
  const order = list.preference !== 'server' || same(rest, list.accepted)
  const whole = !list.complete || rest.length === all.accepted.length
  const preference = list.preference === 'unknown' || list.preference === all.preference
  return rest.length === list.accepted.length && order && whole && preference
}

function prefixed(prefix: string, facts: Readonly<Record<string, Observed<unknown>>> | null) {
  return Object.fromEntries(Object.entries(facts ?? {}).map(([name, fact]) => [prefix + name, fact]))
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
