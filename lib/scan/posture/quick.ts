import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import type { InventoryFacts, KeyType, PostureFacts, RefusedFamily } from '#lib/tls/observation.ts'
import { suiteInfo, suitesOf, weakSuitesOf } from '#lib/tls/suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import { groupsOf, postQuantumGroups, schemesOf } from './candidates.ts'
import { keyTypeOfScheme } from './evidence.ts'
import type { ListName } from './list-probe.ts'
import type { AskedFacts, Posture } from './posture.ts'
import { refusesList } from './refusal.ts'
import { isDhe } from './suite-traits.ts'
import { anyChain } from './version-offer.ts'
import type { TlsVersion } from './versions.ts'

const none: ReadonlySet<ListName> = new Set()

/** More is left to the depth `posture`. */
const mostConnections = 10

const notHere: Observed<never> = skipped('depth-quick')

/**
 * What a grade needs, without exact lists: the versions, whether anything weak is accepted, the finite field, hybrids,
 * and certificates of another kind, each by one hello that offers nothing else.
 */
export async function askQuickly(posture: Posture): Promise<AskedFacts> {
  const { versions, first, asker } = posture
  await posture.askVersions()
  for (const version of versions.spoken) {
    const { broken, answers } = posture.enumerationOf(version).probe
    if (broken && answers === 0) versions.facts[version] = failed('alert', broken.name)
  }
  const shown = first.flight.hello?.groupId ?? null
  if (shown !== null) posture.enumerationOf('TLSv1.3').groups.admit(shown)
  const { spoken } = versions
  const plain = spoken.filter((version) => version !== 'TLSv1.3')
  const [newest] = plain
  const refused = new Map<TlsVersion, RefusedFamily>()
  const mayAsk = (times = 1) => asker.connections + times <= mostConnections
  for (const version of new Set([...plain.slice(0, 1), ...plain.slice(-1)])) {
    if (mayAsk() && (await refusesWeak(posture, version))) refused.set(version, 'weak')
  }
  const dhParameters = newest !== undefined && mayAsk() ? await askFiniteField(posture, newest) : undefined
  if (versions.speaks('TLSv1.3') && mayAsk(2) && (await refusesHybrids(posture))) refused.set('TLSv1.3', 'post-quantum')
  const otherChains = mayAsk() ? await askOtherChains(posture, newest) : notHere
  const sessions = {
    resumption: notHere,
    earlyDataBytes: notHere,
    ticketbleed: notHere,
    tls13Tickets: null,
    ticketLife: null,
  }
  const lists = posture.listFacts(new Map(), null, refused)
  return {
    ...lists,
    // More hellos may tell them.
    nextProtocols: lists.nextProtocols.status === 'failed' ? notHere : lists.nextProtocols,
    clock: lists.clock.status === 'failed' ? notHere : lists.clock,
    signatureSchemes: notHere,
    alpnProtocols: notHere,
    dhParameters: dhParameters ?? (versions.newestPlain === null ? observed([]) : notHere),
    otherChains,
    features: observed({
      ...posture.featureFacts(sessions, notHere, plain.length > 0 ? notHere : null),
      clientRenegotiation: notHere,
    }),
    serverNames: notHere,
    tolerance: notHere,
    ticketbleed: notHere,
  }
}

async function refusesWeak(posture: Posture, version: TlsVersion): Promise<boolean> {
  const { probe } = posture.enumerationOf(version)
  const weak = weakSuitesOf(version)
  if (probe.lists.suites.accepted.some((suite) => weak.includes(suite))) return false
  return (await probe.ask({ risks: none, suiteList: weak, groups: groupsOf(version) })) === 'refused'
}

async function askFiniteField(posture: Posture, version: TlsVersion): Promise<PostureFacts['dhParameters']> {
  const { evidence } = posture
  if (evidence.dhParameters.length > 0) return observed(evidence.dhParameters)
  const { probe } = posture.enumerationOf(version)
  const asked = await probe.ask({ risks: none, suiteList: suitesOf(version).filter(isDhe), groups: groupsOf(version) })
  if (asked === 'refused' || evidence.dhParameters.length > 0) return observed(evidence.dhParameters)
  // Cut off behind the ServerHello, before the field was named.
  return failed(asked === 'answered' ? 'not-shown' : probe.failure)
}

/** A refusal counts where the same hello with all groups is answered. */
async function refusesHybrids(posture: Posture): Promise<boolean> {
  const { probe } = posture.enumerationOf('TLSv1.3')
  const shown = posture.first.flight.hello?.groupId ?? null
  if (shown !== null && postQuantumGroups.includes(shown)) return false
  if ((await probe.ask({ risks: none, groups: postQuantumGroups })) !== 'refused') return false
  return probe.answers > 0 || (await probe.ask({ risks: none })) === 'answered'
}

/**
 * By schemes in TLS 1.3, whose suites name no certificate, so that none is hidden by suites that are left out; by suites
 * where only older versions are spoken.
 */
async function askOtherChains(posture: Posture, plain: TlsVersion | undefined): Promise<InventoryFacts['otherChains']> {
  const { evidence, first, asker } = posture
  const seen = new Set<KeyType>(evidence.chains.map(({ type }) => type))
  if (seen.size === 0) return failed(first.outcome.kind)
  if (plain !== undefined && !posture.versions.speaks('TLSv1.3')) {
    const { probe } = posture.enumerationOf(plain)
    const others = suitesOf(plain).filter((suite) => {
      const { authentication, keyExchange } = suiteInfo(suite) ?? {}
      if (authentication === 'rsa') return !seen.has('rsa') && keyExchange !== 'rsa-psk' && keyExchange !== 'srp'
      return authentication === 'ecdsa' && !seen.has('ecdsa') && !seen.has('eddsa')
    })
    const asked =
      others.length === 0 ? 'answered' : await probe.ask({ risks: none, suiteList: others, groups: groupsOf(plain) })
    return posture.otherChains(asked === 'answered' || asked === 'refused' ? [] : [failed(probe.failure)])
  }
  const signatureSchemes = schemesOf('TLSv1.3').filter((id) => !seen.has(keyTypeOfScheme(id) ?? 'rsa'))
  const usual = posture.usualWish()
  const { outcome, flight } = await asker.handshake({
    ...usual,
    offer: { ...usual.offer, versions: [wireVersions['TLSv1.3']], signatureSchemes, more: [anyChain] },
    until: 'server-flight',
    refusals: true,
  })
  evidence.take(flight)
  const known = outcome.kind === 'handshake' || (outcome.kind === 'alert' && refusesList(outcome))
  return posture.otherChains(known ? [] : [failed(outcome.kind)])
}
