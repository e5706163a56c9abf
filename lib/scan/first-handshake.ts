import { performance } from 'node:perf_hooks'
import type { HandshakeEnd } from '#lib/tls/engine.ts'
import type { Outcome, OutcomeKind } from '#lib/tls/observation.ts'
import { type Attempt, type AttemptOptions, attempt, type Reach } from './attempt.ts'
import { defaultShares, fallbackOffers, fullOffer } from './offers.ts'
import { systemClock } from './retry.ts'

export interface FirstHandshake {
  readonly attempt: Attempt
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

/** A server that turns clients away for now is asked once more after this. */
const temporaryMs = 1000

/**
 * The first handshake, with what is tried in its place where no ServerHello came: once more where the server refuses
 * for now, in TLS at once where it lets a prelude wait in vain, and smaller and older hellos. The first attempt stands
 * where none of them was answered either. All of it together keeps to `timeouts.overallMs`.
 */
export async function firstHandshake(reach: Reach, until: HandshakeEnd): Promise<FirstHandshake> {
  const { target } = reach
  const endMs = performance.now() + reach.timeouts.overallMs
  const options: AttemptOptions = { offer: fullOffer(target), shareGroups: defaultShares, until, judgement: true }
  let first = await attempt(reach, options)
  const attempts = [first]
  const again = async (how: AttemptOptions, where: Partial<Reach> = {}) => {
    const timeouts = { ...reach.timeouts, overallMs: endMs - performance.now() }
    const made = await attempt({ ...reach, ...where, timeouts }, how)
    attempts.push(made)
    return made
  }
  const timeLeft = () => endMs - performance.now() >= leastMs
  if (isTemporary(first) && endMs - performance.now() > temporaryMs + leastMs) {
    await systemClock(reach.signal).sleep(temporaryMs)
    first = await again(options)
  }
  if (isVainPrelude(first) && timeLeft()) {
    const direct = await again({ ...options, until: 'server-flight' }, { target: { ...target, transport: 'tls' } })
    if (direct.flight.hello) first = { ...first, outcome: wantsTlsAtOnce }
  }
  const stands = () => ({ attempt: first, options, connections: attempts.length })
  if (first.flight.hello || settled.has(first.outcome.kind) || neverReachedTls(first)) return stands()
  for (const offer of fallbackOffers(target)) {
    if (!timeLeft()) break
    const older: AttemptOptions = { ...options, offer, shareGroups: [] }
    const made = await again(older)
    if (made.flight.hello) return { attempt: made, options: older, connections: attempts.length }
  }
  return stands()
}

const wantsTlsAtOnce: Outcome = { kind: 'other-protocol', spoken: 'tls', detail: 'answers a ClientHello at once' }

function isTemporary({ outcome }: Attempt): boolean {
  return outcome.kind === 'starttls-refused' && outcome.temporary
}

function isVainPrelude({ outcome }: Attempt): boolean {
  return outcome.kind === 'timeout' && outcome.during === 'starttls'
}

function neverReachedTls({ outcome }: Attempt): boolean {
  return 'during' in outcome && outcome.during !== 'handshake'
}
