import { performance } from 'node:perf_hooks'
import type { HandshakeEnd } from '#lib/tls/engine.ts'
import type { Outcome, OutcomeKind, Target } from '#lib/tls/observation.ts'
import { Ssl2Probe } from '#lib/tls/ssl2.ts'
import { type AttemptOptions, attempt, type MadeAttempt } from './attempt.ts'
import { defaultShares, fallbackOffers, fullOffer } from './offers.ts'
import { systemClock } from './retry.ts'
import { clientFirst } from './starttls/client-first.ts'
import { type Reach, talk } from './talk.ts'

export interface FirstHandshake {
  readonly attempt: MadeAttempt
  /** How it was led: what follows differs from it only where it says so. */
  readonly options: AttemptOptions
  /** Connections that it took. */
  readonly connections: number
}

/** Ends that say nothing about the hello: it never came to one, or it was answered by something else than TLS. */
const settled: ReadonlySet<OutcomeKind> = new Set([
  ...(['handshake', 'refused', 'unreachable', 'not-tls', 'too-much-data'] as const),
  ...(['starttls-refused', 'plaintext-after-starttls', 'other-protocol'] as const),
])

/** What less than this is left for is not begun. */
const leastMs = 50

const x25519 = 29

/** A server that turns clients away for now is asked once more after this. */
const temporaryMs = 1000

/**
 * The first handshake, with what is tried in its place where no ServerHello came: once more where the server refuses
 * for now, in TLS at once where a prelude came to nothing, smaller and older hellos, and that of SSL 2.0. The first
 * attempt stands where none of them was answered either. All of it together keeps to `timeouts.overallMs`.
 */
export function firstHandshake(reach: Reach, until: HandshakeEnd): Promise<FirstHandshake> {
  const endMs = performance.now() + reach.timeouts.overallMs
  const offer = fullOffer(reach.target)
  const options: AttemptOptions = { offer, shareGroups: defaultShares, until, judgement: true }
  // Thousands may wait for their first answer at once, and an async function that waits keeps more than this.
  return attempt(reach, options).then((first) =>
    first.flight.hello || endMs - performance.now() < leastMs
      ? { attempt: first, options, connections: 1 }
      : otherwise(reach, options, endMs, first),
  )
}

async function otherwise(
  reach: Reach,
  options: AttemptOptions,
  endMs: number,
  made: MadeAttempt,
): Promise<FirstHandshake> {
  const { target } = reach
  let first = made
  const attempts = [first]
  const again = async (how: AttemptOptions, where: Partial<Reach> = {}) => {
    const next = await attempt({ ...within(reach, endMs - performance.now()), ...where }, how)
    attempts.push(next)
    return next
  }
  const timeLeft = () => endMs - performance.now() >= leastMs
  if (isTemporary(first) && endMs - performance.now() > temporaryMs + leastMs) {
    await systemClock(reach.signal).sleep(temporaryMs)
    first = await again(options)
  }
  if (isVainPrelude(first) && timeLeft()) {
    const { budget } = reach
    const mute = budget.leftBytes === budget.limitBytes
    const direct = await again({ ...options, until: 'server-flight' }, { target: { ...target, transport: 'tls' } })
    if (direct.flight.hello) {
      const { leftBytes } = budget
      // Some take both (stunnel, Postgres): the prelude may have come to nothing by a moment's trouble.
      const anew = timeLeft() ? await again(options) : first
      const waits = mute && budget.leftBytes === leftBytes && [first, anew].every((one) => maySeekTls(one, target))
      first = waits ? { ...first, outcome: wantsTlsAtOnce } : anew
    }
  }
  const stands = () => ({ attempt: first, options, connections: attempts.length })
  if (first.flight.hello || neverReachedTls(first)) return stands()
  const offers = fallbackOffers(target)
  // A server that hangs on one hello hangs on each that it can't read, so each gets its share of the time.
  const shareOf = (still: number) =>
    first.outcome.kind === 'timeout' ? { timeouts: within(reach, (endMs - performance.now()) / still).timeouts } : {}
  if (!settled.has(first.outcome.kind)) {
    for (const [at, offer] of offers.entries()) {
      if (!timeLeft()) break
      const older: AttemptOptions = { ...options, offer, shareGroups: offer.versions.length > 0 ? [x25519] : [] }
      const made = await again(older, shareOf(offers.length - at + 1))
      if (made.flight.hello) return { attempt: made, options: older, connections: attempts.length }
    }
  } else if (!speaksSsl2(first)) return stands()
  if (!timeLeft()) return stands()
  const ssl2 = await askSsl2(within(reach, endMs - performance.now()), first)
  return { attempt: ssl2 ?? first, options, connections: attempts.length + 1 }
}

/** Null where it was not answered. An error in SSL 2.0's own words leaves the attempt's outcome as it was. */
async function askSsl2(reach: Reach, first: MadeAttempt): Promise<MadeAttempt | null> {
  const probe = new Ssl2Probe()
  const end = await talk(reach, probe, true)
  const { answer, flight } = probe
  if (answer === null) return null
  const ssl2 = { answer, tls: first.outcome }
  return answer.kind === 'ssl2'
    ? { ...first, ...end, outcome: { kind: 'handshake' }, flight, ssl2 }
    : { ...first, ssl2 }
}

function within(reach: Reach, overallMs: number): Reach {
  return { ...reach, timeouts: { ...reach.timeouts, overallMs } }
}

const wantsTlsAtOnce: Outcome = { kind: 'other-protocol', spoken: 'tls', detail: 'answers a ClientHello at once' }

function isTemporary({ outcome }: MadeAttempt): boolean {
  return outcome.kind === 'starttls-refused' && outcome.temporary
}

/** Who wants TLS at once waits for it; where the client's part of the prelude comes first, many hang up on that. */
function isVainPrelude({ outcome }: MadeAttempt): boolean {
  return 'during' in outcome && outcome.during === 'starttls'
}

/**
 * Who waits for a ClientHello hangs up on other words, but not where the client has said none: then what hangs up is in
 * trouble (stunnel, whose service behind is gone).
 */
function maySeekTls(made: MadeAttempt, { transport }: Target): boolean {
  return isVainPrelude(made) && (clientFirst.has(transport) || made.outcome.kind === 'timeout')
}

/** A record of SSL 2.0 in answer to TLS. */
function speaksSsl2({ outcome }: MadeAttempt): boolean {
  return outcome.kind === 'not-tls' && outcome.detail.startsWith('\\x80')
}

function neverReachedTls({ outcome }: MadeAttempt): boolean {
  return 'during' in outcome && outcome.during !== 'handshake'
}
