import ipaddr from 'ipaddr.js'
import { abortError } from './abort-error.ts'

/** Keeps a scan polite: decides when an address may be dialled. Share one over all that scans from the same place. */
export interface Pacer {
  /** Runs `work` when its turn has come. Rejects with AbortError where `signal` aborts while it waits. */
  run<Result>(ip: string, signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result>
}

export interface Pace {
  /** Observations that may begin in one /24 (IPv6: /56), per second. */
  readonly perSecond: number
  /** How many may begin at once after a rest. */
  readonly burst: number
}

export const defaultPace: Pace = { perSecond: 20, burst: 20 }

interface Network {
  tokens: number
  refilledMs: number
}

const maxNetworks = 10_000

/** One observation of an address at a time, and a token bucket per network. Loopback is nobody's network: it waits for nothing. */
export function createPacer(pace: Pace = defaultPace, nowMs: () => number = () => performance.now()): Pacer {
  const networks = new Map<string, Network>()
  const lastOfAddress = new Map<string, Promise<unknown>>()
  return {
    async run(ip, signal, work) {
      if (ipaddr.process(ip).range() === 'loopback') return work()
      const before = lastOfAddress.get(ip) ?? Promise.resolve()
      const mine = before.then(async () => {
        if (signal?.aborted) throw abortError(signal)
        await pause(takeToken(networks, networkOf(ip), pace, nowMs()), signal)
        return work()
      })
      const over = mine.then(ignore, ignore)
      lastOfAddress.set(ip, over)
      try {
        return await mine
      } finally {
        if (lastOfAddress.get(ip) === over) lastOfAddress.delete(ip)
      }
    },
  }
}

/** The /24 or /56 that an address lies in. */
export function networkOf(ip: string): string {
  const address = ipaddr.process(ip.replace(/%.*$/, ''))
  const bytes = address.toByteArray()
  return bytes.slice(0, address.kind() === 'ipv4' ? 3 : 7).join('.')
}

/** Takes a token, on credit where there is none, and gives the milliseconds until it is there. */
function takeToken(networks: Map<string, Network>, key: string, pace: Pace, nowMs: number): number {
  const network = networks.get(key) ?? { tokens: pace.burst, refilledMs: nowMs }
  const earned = ((nowMs - network.refilledMs) / 1000) * pace.perSecond
  network.tokens = Math.min(pace.burst, network.tokens + earned) - 1
  network.refilledMs = nowMs
  networks.delete(key)
  networks.set(key, network)
  // The one that rested longest has most likely filled up again, which is how a new one begins.
  const oldest = networks.keys().next()
  if (networks.size > maxNetworks && !oldest.done) networks.delete(oldest.value)
  return network.tokens >= 0 ? 0 : (-network.tokens / pace.perSecond) * 1000
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
