import { alertName } from '#lib/tls/alerts.ts'
import { freshRandom, type Offer } from '#lib/tls/client-hello.ts'
import { Flight, type ServerFlight } from '#lib/tls/flight.ts'
import { finiteField, keyExchangeGroup } from '#lib/tls/groups.ts'
import type { ServerHello } from '#lib/tls/server-hello.ts'
import { suiteInfo } from '#lib/tls/suites.ts'
import type { ScriptedConfig } from './scripted-config.ts'
import type { Settlement } from './scripted-negotiation.ts'

/** What the model's server keeps of its clients. */
export interface SessionTokens {
  readonly sessionId: Uint8Array
  readonly ticket: Uint8Array | null
  readonly resumed: boolean
  /** The part of TLS 1.3 that is encrypted can be read, too. */
  readonly whole: boolean
}

export const nothing: ServerFlight = new Flight()

const empty = new Uint8Array()
const nextProtocolNegotiation = 13172

/** What a client sees of a server that has settled on this. */
export function flightOf(
  config: ScriptedConfig,
  settled: Settlement,
  offer: Offer,
  tokens: SessionTokens,
): ServerFlight {
  const flight = new Flight()
  const hello = helloOf(config, settled, offer, tokens)
  if (hello.retry) {
    flight.retry = hello
    return flight
  }
  flight.hello = hello
  flight.group = hello.group
  flight.alpn = settled.alpn
  const tls13 = settled.version === 'TLSv1.3'
  flight.chain = settled.certificate && !tokens.resumed ? [...(config.certificates[settled.certificate] ?? [])] : null
  flight.requestSettled = settled.brokenBy === null
  if (settled.brokenBy !== null) {
    flight.alerts.push({ level: 'fatal', code: settled.brokenBy, name: alertName(settled.brokenBy) })
  } else if (tls13) {
    flight.encryptedExtensions = new Map(config.heartbeat && offer.heartbeat ? [[15, empty]] : [])
    flight.proof = { by: 'certificate-verify', scheme: settled.scheme, verified: true }
    flight.finished = true
  } else {
    flight.helloDone = true
    flight.keyExchange = keyExchangeOf(config, settled)
  }
  if (tokens.ticket) {
    const maxEarlyDataBytes = tls13 ? config.earlyDataBytes : null
    flight.tickets.push({ lifetimeSeconds: 7200, ticket: tokens.ticket, nonce: empty, ageAdd: 0, maxEarlyDataBytes })
  }
  return flight
}

function helloOf(config: ScriptedConfig, settled: Settlement, offer: Offer, tokens: SessionTokens): ServerHello {
  const { version, suite, group } = settled
  const tls13 = version === 'TLSv1.3'
  return {
    retry: tls13 && offer.keyShares !== undefined && offer.keyShares.length === 0,
    version,
    random: randomOf(config),
    sessionId: tls13 ? (offer.sessionId ?? empty) : tokens.sessionId,
    suiteId: suite,
    compression: !tls13 && config.compression && offer.compressions?.includes(1) ? 1 : 0,
    extensions: tls13 ? new Map() : plainExtensions(config, settled, offer),
    groupId: tls13 ? group : null,
    group: tls13 && group !== null ? keyExchangeGroup(group) : null,
    keyShare: tls13 ? new Uint8Array(32) : null,
    cookie: null,
    resumed: tokens.resumed,
    alpn: tls13 ? null : settled.alpn,
    signedTimestamps: [],
  }
}

function randomOf({ aheadSeconds }: ScriptedConfig): Uint8Array {
  const random = Buffer.from(freshRandom())
  if (aheadSeconds !== undefined) random.writeUInt32BE(Math.floor(Date.now() / 1000) + aheadSeconds)
  return random
}

function plainExtensions(
  config: ScriptedConfig,
  { version, suite, alpn }: Settlement,
  offer: Offer,
): Map<number, Uint8Array> {
  const info = suiteInfo(suite)
  const cbc = info !== null && !info.aead && info.blockBits !== null
  const answers: readonly (readonly [type: number, answered: boolean])[] = [
    [15, config.heartbeat && offer.heartbeat === true],
    [22, config.encryptThenMac && offer.encryptThenMac === true && cbc],
    [23, config.extendedMasterSecret && offer.extendedMasterSecret === true],
    [35, config.tickets && offer.sessionTicket !== undefined],
    [65281, config.secureRenegotiation && offer.renegotiationInfo === true],
  ]
  if (version === 'SSLv3') return new Map()
  const extensions = new Map(answers.filter(([, answered]) => answered).map(([type]) => [type, empty]))
  const asksNpn = offer.more?.some(({ type }) => type === nextProtocolNegotiation) ?? false
  if (config.nextProtocols && asksNpn && alpn === null) {
    const names = config.nextProtocols.map((name) => Buffer.from(`${String.fromCharCode(name.length)}${name}`))
    extensions.set(nextProtocolNegotiation, Buffer.concat(names))
  }
  return extensions
}

function keyExchangeOf({ prime }: ScriptedConfig, settled: Settlement): ServerFlight['keyExchange'] {
  const { group, dhe, field, scheme, certificate } = settled
  if (group === null && !dhe) return null
  const rest = { publicShare: empty, signedParameters: empty, scheme, signature: certificate ? empty : null }
  if (group !== null) return { ...rest, group: keyExchangeGroup(group), groupId: group, dh: null }
  const sent = field === null ? prime : fieldPrime(field)
  return { ...rest, group: finiteField(sent), groupId: null, dh: { prime: sent, generator: Uint8Array.of(2) } }
}

/** RFC 7919 A.1; the others are not modelled. */
function fieldPrime(field: number): Uint8Array {
  if (field !== 256) throw new Error(`group ${field} is not modelled`)
  return ffdhe2048
}

const ffdhe2048 = Buffer.from(
  'ffffffffffffffffadf85458a2bb4a9aafdc5620273d3cf1d8b9c583ce2d3695a9e13641146433fbcc939dce249b3ef97d2fe363630c75d8f681b202aec4617ad3df1ed5d5fd65612433f51f5f066ed0856365553ded1af3b557135e7f57c935984f0c70e0e68b77e2a689daf3efe8721df158a136ade73530acca4f483a797abc0ab182b324fb61d108a94bb2c8e3fbb96adab760d7f4681d4f42a3de394df4ae56ede76372bb190b07a7c8ee0a6d709e02fce1cdf7e2ecc03404cd28342f619172fe9ce98583ff8e4f1232eef28183c3fe3b1b4c6fad733bb5fcbc2ec22005c58ef1837d1683b2c6f34a26c1b2effa886b423861285c97ffffffffffffffff',
  'hex',
)
