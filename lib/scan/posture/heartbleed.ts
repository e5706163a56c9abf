import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import { heartbeatSteps } from '#lib/tls/flaws/missteps.ts'
import { Provocation } from '#lib/tls/flaws/provocation.ts'
import type { FlawOptions } from './flaws.ts'
import { insisted, reasonOf } from './insisted.ts'
import { versionOffer } from './version-offer.ts'
import type { TlsVersion } from './versions.ts'

/**
 * Whether a heartbeat that holds less than it says is answered, by the newest version in which the server takes part in
 * heartbeats at all. TLS 1.3 is not asked: no release with the flaw speaks it.
 */
export async function askHeartbleed(options: FlawOptions): Promise<Observed<boolean>> {
  const { versions, evidence, enumerationOf, serverName, provoker } = options
  const beats = (version: TlsVersion) => evidence.features.get(version)?.heartbeat === true
  const version = versions.spoken.find(beats)
  if (version === undefined) return withoutHeartbeat(options)
  if (version === 'TLSv1.3') return skipped('tls13-only')
  const offer = {
    ...versionOffer(version, serverName, enumerationOf(version).probe.acceptedLists()),
    compressions: [0],
  }
  const provoked = await insisted(
    () => provoker.provoke(() => new Provocation(version, offer, heartbeatSteps)),
    // A reset takes with it what was answered before.
    ({ kind }) => kind === 'heartbeat' || kind === 'alert',
  )
  if (provoked.kind === 'failed') return failed(provoked.reason)
  const { response } = provoked
  if (response.kind === 'heartbeat') return observed(true)
  if (response.kind === 'alert' || response.kind === 'closed') return observed(false)
  return failed(reasonOf(response))
}

/** Of TLS 1.3 alone the extension was asked, and of older versions each hello was. */
function withoutHeartbeat({ versions, evidence }: FlawOptions): Observed<boolean> {
  const plain = versions.newestPlain
  if (plain === undefined) return failed('not-answered')
  if (plain !== null)
    return plain === 'SSLv3' || evidence.features.has(plain) ? observed(false) : failed('not-answered')
  const { heartbeatOfTls13 } = evidence
  if (heartbeatOfTls13 === null) return failed('not-answered')
  return heartbeatOfTls13 ? skipped('tls13-only') : observed(false)
}
