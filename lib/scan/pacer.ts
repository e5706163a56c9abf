import ipaddr from 'ipaddr.js'
import { abortError } from './abort-error.ts'

/** Keeps a scan polite: decides when an address may be dialled. Share one over all that scans from the same place. */
export interface Pacer {
  /**
   * Runs `work`, which opens about `connections` connections, when its turn has come. Rejects with AbortError where
   * `signal` aborts while it waits.
   */
  run<Result>(
    ip: string,
    connections: number,
    signal: AbortSignal | undefined,
    work: () => Promise<Result>,
  ): Promise<Result>
}

export interface Pace {
  /** Connections to one /24 (IPv6: /56), per second in the long run. */
  readonly perSecond: number
  /** How many may be opened at once after a rest. */
  readonly burst: number
}

export const defaultPace: Pace = { perSecond: 200, burst: 200 }

/** Waits are lengthened by up to this share, so that a scan has no beat of its own. */
const jitter = 0.2

interface Network {
  tokens: number
  refilledMs: number
}

const maxNetworks = 10_000

/** One observation of an address at a time, and a token bucket per network. Loopback is nobody's network: it waits for nothing. */
export function createPacer(
  pace: Pace = defaultPace,
  nowMs: () => number = () => performance.now(),
  random: () => number = Math.random,
): Pacer {
  const networks = new Map<string, Network>()
  const lastOfAddress = new Map<string, Promise<unknown>>()
  const inTurn: Pacer['run'] = async (ip, connections, signal, work) => {
    const before = lastOfAddress.get(ip) ?? Promise.resolve()
    const mine = before.then(async () => {
      if (signal?.aborted) throw abortError(signal)
      const waitMs = takeTokens(networks, networkOf(ip), connections, pace, nowMs())
      await pause(waitMs * (1 + jitter * random()), signal)
      return work()
    })
    const over = mine.then(ignore, ignore)
    lastOfAddress.set(ip, over)
    try {
      return await mine
    } finally {
      if (lastOfAddress.get(ip) === over) lastOfAddress.delete(ip)
    }
  }
  return {
    run: (ip, connections, signal, work) => (isLoopback(ip) ? work() : inTurn(ip, connections, signal, work)),
  }
}

function isLoopback(ip: string): boolean {
  return ip.startsWith('127.') || ipaddr.process(ip).range() === 'loopback'
}

/** The /24 or /56 that an address lies in. */
export function networkOf(ip: string): string {
  const address = ipaddr.process(ip.replace(/%.*$/, ''))
  const bytes = address.toByteArray()
  return bytes.slice(0, address.kind() === 'ipv4' ? 3 : 7).join('.')
}

/** Takes tokens, on credit where there are none, and gives the milliseconds until the first debt is paid. */
function takeTokens(networks: Map<string, Network>, key: string, count: number, pace: Pace, nowMs: number): number {
  const network = networks.get(key) ?? { tokens: pace.burst, refilledMs: nowMs }
  const earned = ((nowMs - network.refilledMs) / 1000) * pace.perSecond
  const owedBefore = Math.max(0, 1 - Math.min(pace.burst, network.tokens + earned))
  network.tokens = Math.min(pace.burst, network.tokens + earned) - count
  network.refilledMs = nowMs
  networks.delete(key)
  networks.set(key, network)
  // The one that rested longest has most likely filled up again, which is how a new one begins.
  const oldest = networks.keys().next()
  if (networks.size > maxNetworks && !oldest.done) networks.delete(oldest.value)
  return (owedBefore / pace.perSecond) * 1000
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      reject(abortError(signal))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

function ignore(): void {}
