import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import { changeCipherSpecSteps } from '#lib/tls/flaws/missteps.ts'
import { Provocation, type Steps } from '#lib/tls/flaws/provocation.ts'
import type { Provoked, Response } from '../provoke.ts'
import type { FlawOptions } from './flaws.ts'
import { insisted, reasonOf } from './insisted.ts'
import { oldFashionedOffer } from './version-offer.ts'

/** What comes of a record that was taken for ciphertext: decode_error where it is too short for the suite's MAC. */
const undecipherable: ReadonlySet<string> = new Set([
  'bad_record_mac',
  'decryption_failed',
  'decode_error',
  'decrypt_error',
])

/**
 * Whether ChangeCipherSpec is taken before there are keys, by the newest version below TLS 1.3, where it has no meaning.
 * All releases with the flaw are older than the extended master secret (RFC 7627).
 */
export async function askEarlyChangeCipherSpec(options: FlawOptions): Promise<Observed<boolean>> {
  const { versions, evidence, enumerationOf, serverName, provoker } = options
  const version = versions.newestPlain
  if (version === undefined) return failed('not-answered')
  if (version === null) return skipped('tls13-only')
  if (evidence.features.get(version)?.extendedMasterSecret) return skipped('extended-master-secret')
  const offer = oldFashionedOffer(version, serverName, enumerationOf(version).probe.acceptedLists())
  const ask = (steps: Steps) => provoker.provoke(() => new Provocation(version, offer, steps))
  const twice = await insisted(
    () => ask(changeCipherSpecSteps),
    ({ kind }) => kind === 'alert',
  )
  if (refusesFirst(twice)) return observed(false)
  if (twice.kind === 'failed') return failed(twice.reason)
  const { response } = twice
  if (response.kind !== 'alert') return failed(reasonOf(response))
  if (response.alert.name === 'unexpected_message') return observed(false)
  if (!undecipherable.has(response.alert.name)) return failed(reasonOf(response))
  return judgeAlone(await ask((flight) => changeCipherSpecSteps(flight).slice(0, 1)))
}

/** Who has taken it waits for more; a slow server refuses it after all. */
function judgeAlone(alone: Provoked): Observed<boolean> {
  if (alone.kind === 'failed') return failed(alone.reason)
  if (alone.response.kind === 'silent') return observed(true)
  return refusesFirst(alone) ? observed(false) : failed(reasonOf(alone.response))
}

const refusals: ReadonlySet<Response['kind']> = new Set(['alert', 'closed', 'reset'])

function refusesFirst(provoked: Provoked): boolean {
  return provoked.kind === 'provoked' && provoked.after === 1 && refusals.has(provoked.response.kind)
}
