import { failed, type Observed, observed } from '#lib/core/observed.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type {
  Accepted,
  Features,
  Flaws,
  InventoryFacts,
  KeyType,
  NamedGroup,
  PostureFacts,
  ProtocolVersion,
  RefusedFamily,
} from '#lib/tls/observation.ts'
import { suitesOf } from '#lib/tls/suites.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { groupFacts, nameFacts, schemeFacts, suiteFacts, withRefused } from './accepted-facts.ts'
import { alpnNames, expected, finiteFieldGroups, groupsOf, schemesOf } from './candidates.ts'
import { Elimination } from './elimination.ts'
import { Enumeration } from './enumeration.ts'
import { Evidence } from './evidence.ts'
import { askFallbackScsv } from './fallback-scsv.ts'
import { featureFacts } from './feature-facts.ts'
import { askFiniteFields } from './finite-field.ts'
import { lightGroup, lightWish } from './light-wish.ts'
import { askRenegotiation } from './renegotiation.ts'
import { askResumption, type ResumptionFacts } from './resumption.ts'
import { askServerNames } from './server-names.ts'
import { ssl2Suites } from './ssl2-only.ts'
import { isDhe } from './suite-traits.ts'
import { TicketLife } from './ticket-life.ts'
import { askTls13Schemes } from './tls13-schemes.ts'
import { Tolerances } from './tolerances.ts'
import { versionOffer } from './version-offer.ts'
import { type TlsVersion, tlsVersions, Versions } from './versions.ts'
import type { WholeSessions } from './whole-sessions.ts'

export interface PostureStart {
  readonly first: Attempt
  readonly asker: Asker
  readonly serverName: string
}

/** What all whole handshakes have in common. */
export type UsualWish = Pick<HandshakeWish, 'offer' | 'without' | 'shareGroups'>

export type AskedFacts = Omit<PostureFacts, 'http' | 'conduct' | 'flaws'> &
  Pick<InventoryFacts, 'otherChains'> &
  Pick<Flaws, 'ticketbleed'>

type ByVersion<T> = Partial<Record<ProtocolVersion, Observed<T>>>

/** All questions to one address, and what they have in common. */
export class Posture {
  readonly first: Attempt
  readonly asker: Asker
  readonly serverName: string
  readonly evidence = new Evidence()
  readonly versions: Versions
  readonly alpn = new Elimination(alpnNames)
  readonly #tolerances = new Tolerances()
  /** Null: they are not wanted. */
  #sessions: WholeSessions | null = null
  readonly #enumerations = new Map<TlsVersion, Enumeration>()
  #ssl2Suites: readonly string[] | null = null

  constructor({ first, asker, serverName }: PostureStart) {
    this.first = first
    this.asker = asker
    this.serverName = serverName
    this.versions = new Versions(asker, this.enumerationOf)
    // What certificate the server has bears on what it answers; of all features the first hello does not ask.
    this.evidence.takeUnasked(first.flight)
    const { hello } = first.flight
    if (hello && hello.version !== 'SSLv2') this.versions.facts[hello.version] = observed(true)
    if (hello?.version === 'TLSv1.3') this.enumerationOf('TLSv1.3').suites.admit(hello.suiteId)
  }

  /** One per version; the first that is asked for below TLS 1.3 asks for ALPN's names, too. */
  readonly enumerationOf = (version: TlsVersion): Enumeration => {
    const known = this.#enumerations.get(version)
    if (known) return known
    const tls13 = this.#enumerations.get('TLSv1.3')?.groups.accepted ?? []
    const shared = tls13.filter((group) => groupsOf('TLSv1.2').includes(group))
    const enumeration = new Enumeration({
      asker: this.asker,
      version,
      serverName: this.serverName,
      evidence: this.evidence,
      tolerances: this.#tolerances,
      usualAlpn: this.first.flight.alpn === null ? [] : [this.first.flight.alpn],
      expectedGroups: version === 'TLSv1.3' || shared.length === 0 ? expected.groups : shared,
      alpn: version === 'TLSv1.3' || version === 'SSLv3' ? null : this.alpn,
      ...(version === 'TLSv1.2' && this.#sessions ? { lead: this.#sessions.lead } : {}),
    })
    this.#enumerations.set(version, enumeration)
    return enumeration
  }

  /** Which versions are spoken. What the first handshake settled is not asked again. */
  async askVersions(): Promise<void> {
    const { versions } = this
    if (!versions.speaks('TLSv1.3')) await versions.askAlone('TLSv1.3')
    await versions.askAlone('TLSv1.2')
    await versions.askOld()
    this.#ssl2Suites = await versions.askSsl2()
  }

  async askAll(sessions: WholeSessions): Promise<AskedFacts> {
    const { versions, first, asker, serverName } = this
    this.#sessions = sessions
    // Its groups tell what may be expected of older versions.
    if (versions.speaks('TLSv1.3')) await this.enumerationOf('TLSv1.3').run(sessions.resumption)
    await this.askVersions()
    for (const version of versions.spoken) {
      const enumeration = this.enumerationOf(version)
      await enumeration.run()
      versions.settle(version, enumeration)
    }
    const { spoken } = versions
    const fields = await this.#askFiniteFields(spoken)
    const plain = versions.newestPlain
    const tls13 = versions.speaks('TLSv1.3')
    const alone = spoken.every((version) => version === 'TLSv1.3' || version === 'SSLv3')
    const schemes13 = tls13 ? await this.#askTls13Schemes(alone) : null
    const usual = this.usualWish()
    const { nextProtocols } = this.evidence
    const plainHello = (name: string) => this.#plainOffer(name, tls13)
    const asking = { first, asker, sent: serverName, usual, plain: plainHello, nextProtocols }
    const serverNames = await askServerNames(asking)
    const scsv = await askFallbackScsv(asker, versions, this.enumerationOf, serverName)
    const wholly = {
      first,
      asker,
      usual,
      usual13: tls13 ? this.#usualWish13(usual) : usual,
      serverName,
      tls13: tls13 || (versions.lacks('TLSv1.3') ? false : null),
      sessions,
      ticketLife: new TicketLife(),
      plain: plain && { version: plain, enumeration: this.enumerationOf(plain) },
    }
    const resumption = await askResumption(wholly)
    const clientRenegotiation = await askRenegotiation(wholly)
    return {
      ...this.listFacts(fields, schemes13),
      features: observed({ ...this.featureFacts(resumption, scsv, this.#suitesUnknown()), clientRenegotiation }),
      serverNames,
      tolerance: await this.#askTolerance(spoken),
      ticketbleed: resumption.ticketbleed,
    }
  }

  featureFacts(
    resumption: ResumptionFacts,
    fallbackScsv: Observed<boolean>,
    suitesUnknown: Observed<never> | null,
  ): Features {
    const { versions, evidence } = this
    return featureFacts({ versions, evidence, resumption, fallbackScsv, suitesUnknown })
  }

  /** Why not all suites below TLS 1.3 are known; null: they are. Versions below a known one are taken to have no more. */
  #suitesUnknown(): Observed<never> | null {
    const { versions } = this
    const part = versions.spoken.find((one) => one !== 'TLSv1.3' && !this.enumerationOf(one).suites.complete)
    if (part !== undefined) return failed(this.enumerationOf(part).suites.failure ?? 'not-asked')
    return versions.newestPlain === undefined ? failed('not-answered') : null
  }

  /** What is known of versions, lists and chains. */
  listFacts(
    fields: ReadonlyMap<TlsVersion, Elimination<number>>,
    schemes13: Elimination<number> | null,
    refused: ReadonlyMap<TlsVersion, RefusedFamily> = new Map(),
  ): Omit<AskedFacts, 'features' | 'serverNames' | 'tolerance' | 'ticketbleed'> {
    const suites: ByVersion<Accepted<string>> = {}
    const groups: ByVersion<Accepted<NamedGroup>> = {}
    const schemes: ByVersion<readonly string[]> = {}
    for (const version of this.versions.spoken) {
      const enumeration = this.enumerationOf(version)
      const family = refused.get(version)
      suites[version] = withRefused(suiteFacts(enumeration.suites), family === 'weak' ? family : undefined)
      const named = groupFacts(enumeration.groups, fields.get(version) ?? null)
      if (version !== 'SSLv3') groups[version] = withRefused(named, family === 'weak' ? undefined : family)
      if (version === 'TLSv1.2') schemes[version] = schemeFacts(enumeration.schemes)
    }
    if (schemes13) schemes['TLSv1.3'] = schemeFacts(schemes13)
    if (this.#ssl2Suites) suites['SSLv2'] = observed(ssl2Suites(this.#ssl2Suites))
    return {
      versions: observed(this.versions.facts),
      suites: observed(suites),
      groups: observed(groups),
      signatureSchemes: observed(schemes),
      dhParameters: this.dhParameters(),
      alpnProtocols: this.#alpnProtocols(),
      nextProtocols: this.evidence.nextProtocols.fact(this.versions.newestPlain),
      clock: this.evidence.clock.fact(this.versions.newestPlain),
      otherChains: this.otherChains([...Object.values(schemes)]),
    }
  }

  /** Leaves beside the one of the first handshake. Null of a kind is known only where all schemes were asked. */
  otherChains(asked: readonly Observed<unknown>[]): InventoryFacts['otherChains'] {
    const [leaf] = this.first.flight.chain ?? []
    const main = leaf && fingerprint(leaf)
    const chains: Partial<Record<KeyType, readonly string[]>> = {}
    for (const { type, chain } of this.evidence.chains) if (chain[0] !== main) chains[type] ??= chain
    const problem = asked.find((fact) => fact.status === 'failed')
    if (problem?.status === 'failed' && Object.keys(chains).length === 0) return failed(problem.reason)
    return observed(chains)
  }

  /** SSL 3.0 has no extensions, so it selects none. */
  #alpnProtocols(): PostureFacts['alpnProtocols'] {
    const newer = tlsVersions.filter((version) => version !== 'SSLv3').map((version) => this.versions.facts[version])
    const none = newer.every((fact) => fact?.status === 'observed' && !fact.value)
    return none ? observed([]) : nameFacts(this.alpn)
  }

  dhParameters(): PostureFacts['dhParameters'] {
    const seen = this.evidence.dhParameters
    if (seen.length > 0) return observed(seen)
    const plain = this.versions.spoken.filter((version) => version !== 'TLSv1.3')
    // Each time cut off behind the ServerHello.
    const isUnseen = plain.some((version) => this.enumerationOf(version).suites.accepted.some(isDhe))
    return isUnseen ? failed('not-shown') : (this.#suitesUnknown() ?? observed(seen))
  }

  async #askFiniteFields(spoken: readonly TlsVersion[]): Promise<ReadonlyMap<TlsVersion, Elimination<number>>> {
    const fields = new Map<TlsVersion, Elimination<number>>()
    const { asker, serverName } = this
    let mayWantNames = this.#mayKnowFields()
    for (const version of spoken) {
      if (version === 'TLSv1.3' || version === 'SSLv3') continue
      const enumeration = this.enumerationOf(version)
      fields.set(version, await askFiniteFields({ asker, version, enumeration, serverName, mayWantNames }))
      // Older versions have no suites that newer ones lack.
      mayWantNames &&= !enumeration.suites.complete || enumeration.suites.accepted.some(isDhe)
    }
    return fields
  }

  /** A server that knows the groups of RFC 7919 takes one of them in TLS 1.3, too. */
  #mayKnowFields(): boolean {
    if (!this.versions.speaks('TLSv1.3')) return true
    const { groups } = this.enumerationOf('TLSv1.3')
    return !groups.complete || groups.accepted.some((group) => finiteFieldGroups.includes(group))
  }

  async #askTls13Schemes(alone: boolean): Promise<Elimination<number>> {
    const { first, asker, evidence, alpn } = this
    const groups = this.enumerationOf('TLSv1.3').groups.accepted
    return askTls13Schemes({ first, asker, evidence, groups, alpn: alone ? alpn : null, usual: this.usualWish() })
  }

  /**
   * A server that wants names of its own refuses the usual ones, so they are left out where no first handshake was made.
   * Hybrids make a handshake twice as dear, so they are left out where the server takes another group, too.
   */
  usualWish(): UsualWish {
    const { hello } = this.first.flight
    if (hello?.version === 'TLSv1.3') return lightWish(this.enumerationOf('TLSv1.3').groups.accepted) ?? {}
    // SSL 3.0 takes no notice of names.
    if (hello !== null && hello.version !== 'SSLv3') return {}
    const { accepted } = this.alpn
    return accepted.length > 0 ? { offer: { alpn: accepted } } : { without: ['alpn'] }
  }

  /** Of a first handshake of another version the hello need not have what TLS 1.3 takes. */
  #usualWish13(usual: UsualWish): UsualWish {
    if (this.first.flight.hello?.version === 'TLSv1.3') return usual
    const { accepted: groups } = this.enumerationOf('TLSv1.3').groups
    const group = lightGroup(groups) ?? groups[0]
    const lists = { suites: suitesOf('TLSv1.3'), groups, signatureSchemes: schemesOf('TLSv1.3') }
    return { ...usual, offer: { ...usual.offer, ...lists }, shareGroups: group === undefined ? [] : [group] }
  }

  /**
   * In TLS 1.3 the certificate is encrypted. Of several it depends on the version which is shown. Up to TLS 1.2 a
   * handshake shows as much, but for NPN, of which no server speaks beside ALPN.
   */
  #plainOffer(serverName: string, tls13: boolean): Offer | null {
    const { settled } = this.evidence.nextProtocols
    if (!this.versions.speaks('TLSv1.2') || this.evidence.chains.length > 1 || (!tls13 && settled)) return null
    const lists = this.enumerationOf('TLSv1.2').probe.acceptedLists()
    return versionOffer('TLSv1.2', serverName, settled ? lists : { ...lists, alpn: [] })
  }

  async #askTolerance(spoken: readonly TlsVersion[]): Promise<PostureFacts['tolerance']> {
    const version = spoken.find((one) => one !== 'SSLv3' && this.enumerationOf(one).suites.accepted.length > 0)
    if (version === undefined) return failed('no-version')
    const lists = this.enumerationOf(version).probe.acceptedLists()
    const small = { ...lists, suites: lists.suites.slice(0, 2), groups: lists.groups.slice(-3) }
    const offerOf = (of: typeof lists) => versionOffer(version, this.serverName, of)
    return observed(await this.#tolerances.settle(this.asker, offerOf(lists), offerOf(small)))
  }
}
