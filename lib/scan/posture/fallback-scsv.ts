import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import type { ProtocolVersion } from '#lib/tls/observation.ts'
import { fallbackScsv } from '#lib/tls/suites.ts'
import type { Asker } from '../ask.ts'
import type { Enumeration } from './enumeration.ts'
import { choiceOf } from './flight-choice.ts'
import { refusesFallback } from './refusal.ts'
import { versionOffer } from './version-offer.ts'
import { type TlsVersion, tlsVersions } from './versions.ts'

/**
 * Whether the server refuses a hello that says that it was cut down (RFC 7507), by one of the version below its newest.
 * `spoken`: newest first.
 */
export async function askFallbackScsv(
  asker: Asker,
  { spoken, lacks }: { readonly spoken: readonly TlsVersion[]; readonly lacks: (version: TlsVersion) => boolean },
  enumerationOf: (version: TlsVersion) => Enumeration,
  serverName: string,
): Promise<Observed<boolean>> {
  const [, lower] = spoken
  if (lower === undefined) {
    const alone = tlsVersions.every((version) => spoken.includes(version) || lacks(version))
    return alone ? skipped('one-version') : failed('not-answered')
  }
  const { suites, probe } = enumerationOf(lower)
  if (suites.accepted.length === 0) return failed(probe.failure)
  const lists = probe.acceptedLists()
  const cut = { ...lists, suites: [...lists.suites, fallbackScsv] }
  const answer = await asker.ask(versionOffer(lower, serverName, cut))
  if (answer.kind === 'failed') return failed(answer.reason)
  if (answer.kind === 'refused') {
    return refusesFallback(answer.alert) ? observed(true) : failed('alert', answer.alert.name)
  }
  const version: ProtocolVersion | undefined = choiceOf(answer.flight)?.version
  return version === lower ? observed(false) : failed('other-version')
}
