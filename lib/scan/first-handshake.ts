import { performance } from 'node:perf_hooks'
import type { HandshakeEnd } from '#lib/tls/engine.ts'
import type { OutcomeKind } from '#lib/tls/observation.ts'
import { type Attempt, type AttemptOptions, attempt, type Reach } from './attempt.ts'
import { defaultShares, fallbackOffers, fullOffer } from './offers.ts'

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

/**
 * The first handshake, with the smaller and older hellos that are tried in its place where no ServerHello came. The
 * first attempt stands where none of them was answered either. All of it together keeps to `timeouts.overallMs`.
 */
export async function firstHandshake(reach: Reach, until: HandshakeEnd): Promise<FirstHandshake> {
  const { target, timeouts } = reach
  const endMs = performance.now() + timeouts.overallMs
  const options: AttemptOptions = { offer: fullOffer(target), shareGroups: defaultShares, until, judgement: true }
  const first = await attempt(reach, options)
  if (first.flight.hello || settled.has(first.outcome.kind) || neverReachedTls(first)) {
    return { attempt: first, options, connections: 1 }
  }
  let connections = 1
  for (const offer of fallbackOffers(target)) {
    const leftMs = endMs - performance.now()
    if (leftMs < leastMs) break
    const older: AttemptOptions = { ...options, offer, shareGroups: [] }
    const again = await attempt({ ...reach, timeouts: { ...timeouts, overallMs: leftMs } }, older)
    connections += 1
    if (again.flight.hello) return { attempt: again, options: older, connections }
  }
  return { attempt: first, options, connections }
}

function neverReachedTls({ outcome }: Attempt): boolean {
  return 'during' in outcome && outcome.during !== 'handshake'
}
