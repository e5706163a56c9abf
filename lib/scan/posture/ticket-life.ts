import { failed, type Observed, observed } from '#lib/core/observed.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'

/** For how long the tickets of a server may be used, as it says with each. */
export class TicketLife {
  #longestSeconds: number | null = null

  take({ tickets }: Pick<ServerFlight, 'tickets'>): void {
    for (const { lifetimeSeconds } of tickets) {
      this.#longestSeconds = Math.max(this.#longestSeconds ?? 0, lifetimeSeconds)
    }
  }

  /** `given`: whether there are tickets at all. */
  fact(given: Observed<boolean>): Observed<number | null> {
    if (this.#longestSeconds !== null) return observed(this.#longestSeconds)
    if (given.status === 'observed') return given.value ? failed('handshake-not-finished') : observed(null)
    return given
  }
}
