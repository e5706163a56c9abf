import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import type { ProbeEnd } from '#lib/tls/hello-probe.ts'
import { askingNextProtocols, mayAskNextProtocols, readNextProtocols } from '#lib/tls/next-protocols.ts'
import { WireError } from '#lib/tls/wire-reader.ts'
import type { Answer, Asker, Weight } from '../ask.ts'
import { printable } from '../printable.ts'

/** Whether the server takes part in NPN, by questions that are asked anyway. */
export class NextProtocols {
  #seen: Observed<readonly string[] | null> | null = null

  /** Asks by this hello, whose handshake is not led to its end, for NPN, too. */
  async ask(asker: Asker, offer: Offer, end?: ProbeEnd, weight?: Weight): Promise<Answer> {
    const answer = await asker.ask(askingNextProtocols(offer), end, weight)
    if (answer.kind === 'hello' && mayAskNextProtocols(offer)) this.#take(answer.flight)
    return answer
  }

  /** Null: every hello so far was answered by ALPN, with which a server leaves NPN alone. */
  get settled(): boolean {
    return this.#seen !== null
  }

  /** `plain`: the newest version below TLS 1.3; null: none is spoken; undefined: that is not known. */
  fact(plain: string | null | undefined): Observed<readonly string[] | null> {
    if (this.#seen) return this.#seen
    if (plain === null) return skipped('tls13-only')
    if (plain === 'SSLv3') return skipped('no-extensions')
    return failed(plain === undefined ? 'not-answered' : 'not-offered')
  }

  #take({ hello, alpn }: ServerFlight): void {
    if (!hello || hello.version === 'TLSv1.3' || hello.version === 'SSLv3') return
    const named = namesOf(hello.extensions)
    if (named !== null) this.#seen = named
    else if (alpn === null) this.#seen ??= observed(null)
  }
}

/** Null where the extension is absent. */
function namesOf(extensions: ReadonlyMap<number, Uint8Array>): Observed<readonly string[]> | null {
  try {
    const names = readNextProtocols(extensions)
    return names && observed(names.map((name) => printable(name, 255)))
  } catch (error) {
    if (error instanceof WireError) return failed('protocol-error', error.message)
    throw error
  }
}
