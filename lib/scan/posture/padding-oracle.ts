import { failed, type Observed, observed } from '#lib/core/observed.ts'
import { paddingSteps } from '#lib/tls/flaws/padding-steps.ts'
import { type PlainVersion, Provocation } from '#lib/tls/flaws/provocation.ts'
import { paddings } from '#lib/tls/flaws/wrong-paddings.ts'
import { suiteInfo } from '#lib/tls/suites.ts'
import type { Provoked, Response } from '../provoke.ts'
import type { FlawOptions } from './flaws.ts'
import { reasonOf, wordOf } from './insisted.ts'
import { oldFashionedOffer } from './version-offer.ts'

/** What a server comes to once it has tried to read a Finished that no key fits. */
const behindTheExchange: ReadonlySet<string> = new Set(['bad_record_mac', 'decryption_failed', 'decrypt_error'])

/** What all paddings were answered with. */
interface Round {
  readonly words: readonly string[]
  readonly last: Response
  /** The client was asked for a certificate, and had none. */
  readonly requested: boolean
}

/**
 * Whether the server's answer tells wrong paddings of a premaster secret apart, in the newest version in which it takes
 * RSA key transport. A difference counts where all paddings are answered in the same way again.
 */
export async function askPaddingOracle(options: FlawOptions): Promise<Observed<boolean>> {
  for (const version of options.versions.spoken) {
    if (version === 'TLSv1.3') continue
    const suites = options.enumerationOf(version).suites.accepted.filter(transports)
    if (suites.length > 0) return compare(options, version, suites)
  }
  return withoutTransport(options)
}

/** An export suite may bring a key of its own, which is none of the certificate's (RFC 2246 7.4.3). */
function transports(suite: number): boolean {
  const info = suiteInfo(suite)
  return info?.keyExchange === 'rsa' && !info.exportGrade
}

function withoutTransport({ versions, enumerationOf }: FlawOptions): Observed<boolean> {
  if (versions.newestPlain === undefined) return failed('not-answered')
  for (const version of versions.spoken) {
    const { complete, failure } = enumerationOf(version).suites
    if (version !== 'TLSv1.3' && !complete) return failed(failure ?? 'not-asked')
  }
  return observed(false)
}

async function compare(
  options: FlawOptions,
  version: PlainVersion,
  suites: readonly number[],
): Promise<Observed<boolean>> {
  const round = await askRound(options, version, suites)
  if ('reason' in round) return failed(round.reason)
  if (isAlike(round.words)) return judgeAlike(round)
  const again = await askRound(options, version, suites)
  if ('reason' in again) return failed(again.reason)
  if (round.words.every((word, at) => word === again.words[at])) return observed(true)
  // A server that was too busy for some of the answers has given them now.
  const spoken = round.words.filter((word) => !word.endsWith('silent'))
  return isAlike([...spoken, ...again.words]) ? judgeAlike(again) : failed('unsteady')
}

function isAlike([first, ...others]: readonly string[]): boolean {
  return others.every((word) => word === first)
}

/** A server that looked at no secret has shown nothing of what it does with one. */
function judgeAlike({ last, requested }: Round): Observed<boolean> {
  if (last.kind !== 'alert' && last.kind !== 'closed' && last.kind !== 'reset') return failed(reasonOf(last))
  const read = last.kind === 'alert' && behindTheExchange.has(last.alert.name)
  return requested && !read ? failed(reasonOf(last)) : observed(false)
}

async function askRound(
  { enumerationOf, serverName, provoker }: FlawOptions,
  version: PlainVersion,
  suites: readonly number[],
): Promise<Round | Extract<Provoked, { kind: 'failed' }>> {
  const lists = { ...enumerationOf(version).probe.acceptedLists(), suites }
  const offer = oldFashionedOffer(version, serverName, lists)
  const words: string[] = []
  let last: Response = { kind: 'silent' }
  let requested = false
  for (const padding of paddings) {
    const steps = paddingSteps(padding, version, offer.legacyVersion)
    const provoked = await provoker.provoke(() => new Provocation(version, offer, steps))
    if (provoked.kind === 'failed') return provoked
    requested ||= provoked.flight.certificateRequested
    last = provoked.response
    words.push(`${provoked.after} ${wordOf(last)}`)
  }
  return { words, last, requested }
}
