import { failed, observed, skipped } from '#lib/core/observed.ts'
import type { ClockReading } from '#lib/tls/http-fact.ts'
import type { PostureFacts } from '#lib/tls/observation.ts'
import type { ServerHello } from '#lib/tls/server-hello.ts'
import { rightSeconds } from '../clock-skew.ts'

/** So far a clock is a clock: one that was never set shows the day when its software was made, or 1970. */
const tenYearsSeconds = 10 * 365 * 86_400

/** What two readings of one clock differ by, at most: each is taken when its answer was read, or a little later. */
const agreeSeconds = 60

/**
 * The clock that the first four bytes of a random tell up to TLS 1.2 (gmt_unix_time, RFC 5246 7.4.1.2), where they are
 * no random bytes as in most servers. One random says little: by chance one of 36 million lies within the five minutes
 * or agrees with another, so it takes two.
 */
export class ServerClock {
  readonly #nowMs: () => number
  /** Seconds ahead of ours, by the random, so that one that is sent again and again counts once. */
  readonly #ahead = new Map<string, number>()

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs
  }

  take({ version, random }: Pick<ServerHello, 'version' | 'random'>): void {
    if (version === 'TLSv1.3') return
    const bytes = Buffer.from(random.buffer, random.byteOffset, random.length)
    this.#ahead.set(bytes.toString('latin1'), bytes.readUInt32BE(0) - this.#nowMs() / 1000)
  }

  /** `plain`: the newest version below TLS 1.3; null: none is spoken; undefined: that is not known. */
  fact(plain: string | null | undefined): PostureFacts['clock'] {
    const ahead = [...this.#ahead.values()]
    if (ahead.length >= 2) return observed(readingOf(ahead))
    return plain === null ? skipped('tls13-only') : failed('not-answered')
  }
}

function readingOf(ahead: readonly number[]): ClockReading {
  const [least, most] = [Math.min(...ahead), Math.max(...ahead)]
  if (least >= -rightSeconds && most <= rightSeconds) return 'right'
  const plausible = least >= -tenYearsSeconds && most <= tenYearsSeconds
  return plausible && most - least <= agreeSeconds ? 'wrong' : 'not-told'
}
