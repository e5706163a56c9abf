import { dhParameters } from '#lib/tls/dh-primes.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import { leafSubject } from '#lib/tls/leaf-key.ts'
import type { DhParameters, KeyType, ProtocolVersion } from '#lib/tls/observation.ts'
import type { ServerHello } from '#lib/tls/server-hello.ts'
import { signatureScheme } from '#lib/tls/signature-schemes.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import { choiceOf, type FlightChoice } from './flight-choice.ts'
import { GroupReading } from './group-reading.ts'
import { NextProtocols } from './next-protocols.ts'
import { ServerClock } from './server-clock.ts'

/** What the ServerHello of one version up to TLS 1.2 committed to; null: not seen yet. */
export interface PlainFeatures {
  extendedMasterSecret: boolean
  /** Null while no suite in CBC mode was chosen: the extension has no meaning for others (RFC 7366 3). */
  encryptThenMac: boolean | null
  secureRenegotiation: boolean
  compression: boolean
  heartbeat: boolean
  sessionTicket: boolean
}

const extensions = {
  heartbeat: 15,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  sessionTicket: 35,
  renegotiation: 65281,
}

const curveGroups: ReadonlyMap<string, number> = new Map([
  ['P-256', 23],
  ['P-384', 24],
  ['P-521', 25],
  ['secp256k1', 22],
  ['brainpoolP256r1', 26],
  ['brainpoolP384r1', 27],
  ['brainpoolP512r1', 28],
])

/** What the answers tell beside what was asked. */
export class Evidence {
  /** SHA-256 of the certificates by the type of the leaf's key, for each leaf that was shown. */
  readonly chains: { readonly type: KeyType; readonly chain: readonly string[] }[] = []
  /** By version. SSL 3.0 has no extensions, so nothing that takes one is true of it. */
  readonly features = new Map<ProtocolVersion, PlainFeatures>()
  /** The answer to the heartbeat extension in TLS 1.3; null: not asked. */
  heartbeatOfTls13: boolean | null = null
  /** A CertificateRequest stood in a whole flight of TLS 1.2; null: none of its flights came to its end. */
  requestsUnderTls12: boolean | null = null
  /** A certificate was shown whose key signs by named schemes alone: RSASSA-PSS or EdDSA, of no use before TLS 1.2. */
  signsByName = false
  readonly groupReading = new GroupReading()
  readonly nextProtocols = new NextProtocols()
  readonly clock = new ServerClock()
  readonly #leaves = new Set<string>()
  readonly #dh = new Map<string, DhParameters>()
  #ecdsaLeaf: Uint8Array | null = null
  #curve: number | null | undefined

  /** Of an answer to a hello that asked for all that the features are about. */
  take(flight: ServerFlight): void {
    const choice = choiceOf(flight)
    if (!choice) return
    this.takeUnasked(flight)
    if (flight.hello && choice.version !== 'TLSv1.3') this.#takeFeatures(choice, flight.hello)
  }

  /** Of any answer. */
  takeUnasked(flight: ServerFlight): void {
    const choice = choiceOf(flight)
    if (!choice) return
    if (flight.hello) this.clock.take(flight.hello)
    this.#takeChain(choice, flight.chain)
    // Anonymous suites allow no request (RFC 5246 7.4.4).
    if (choice.version === 'TLSv1.2' && flight.chain !== null && flight.requestSettled) {
      this.requestsUnderTls12 = this.requestsUnderTls12 || flight.certificateRequested
    }
    if (flight.keyExchange?.dh) {
      const parameters = dhParameters(flight.keyExchange.dh.prime)
      this.#dh.set(parameters.primeSha256, parameters)
    }
  }

  /** Each once, in an order that does not depend on the order of the questions. */
  get dhParameters(): readonly DhParameters[] {
    return [...this.#dh.values()].toSorted(
      (left, right) => left.bits - right.bits || (left.primeSha256 < right.primeSha256 ? -1 : 1),
    )
  }

  /** The curve of the ECDSA certificate, which TLS 1.2's list of groups has to hold (RFC 8422 5.1); null: none seen. */
  get certificateCurve(): number | null {
    if (this.#curve === undefined && this.#ecdsaLeaf) {
      this.#curve = curveGroups.get(leafSubject(this.#ecdsaLeaf)?.curve ?? '') ?? null
    }
    return this.#curve ?? null
  }

  #takeChain(choice: FlightChoice, chain: ServerFlight['chain']): void {
    const type = keyTypeOf(choice)
    const key = choice.scheme === null ? null : signatureScheme(choice.scheme)?.keyType
    this.signsByName ||= key === 'rsa-pss' || key === 'eddsa'
    const leaf = chain?.[0]
    if (!chain || !leaf || type === null) return
    if (type === 'ecdsa') this.#ecdsaLeaf ??= leaf
    const name = fingerprint(leaf)
    if (this.#leaves.has(name)) return
    this.#leaves.add(name)
    this.chains.push({ type, chain: chain.map(fingerprint) })
  }

  #takeFeatures({ version, suiteInfo }: FlightChoice, { extensions: sent, compression }: ServerHello): void {
    const features = this.#featuresOf(version)
    features.extendedMasterSecret ||= sent.has(extensions.extendedMasterSecret)
    features.secureRenegotiation ||= sent.has(extensions.renegotiation)
    features.compression ||= compression !== 0
    features.heartbeat ||= sent.has(extensions.heartbeat)
    features.sessionTicket ||= sent.has(extensions.sessionTicket)
    const cbc = suiteInfo !== null && !suiteInfo.aead && suiteInfo.blockBits !== null
    if (cbc) features.encryptThenMac = features.encryptThenMac === true || sent.has(extensions.encryptThenMac)
  }

  #featuresOf(version: ProtocolVersion): PlainFeatures {
    const known = this.features.get(version)
    if (known) return known
    const none: PlainFeatures = {
      extendedMasterSecret: false,
      encryptThenMac: null,
      secureRenegotiation: false,
      compression: false,
      heartbeat: false,
      sessionTicket: false,
    }
    this.features.set(version, none)
    return none
  }
}

/** By what proved, or would prove, that the key is held; null for kinds that the facts do not tell apart. */
function keyTypeOf({ version, suiteInfo, scheme }: FlightChoice): KeyType | null {
  if (scheme !== null) return keyTypeOfScheme(scheme)
  const authentication = version === 'TLSv1.3' ? null : suiteInfo?.authentication
  return authentication === 'rsa' || authentication === 'ecdsa' ? authentication : null
}

/** The kind of key that signs with this scheme. */
export function keyTypeOfScheme(scheme: number): KeyType | null {
  const type = signatureScheme(scheme)?.keyType
  if (type === 'rsa' || type === 'rsa-pss') return 'rsa'
  return type === 'ecdsa' || type === 'eddsa' ? type : null
}
