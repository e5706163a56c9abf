import { failed, type Observed, observed } from '#lib/core/observed.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { Tolerance } from '#lib/tls/observation.ts'
import type { Answer, Asker } from '../ask.ts'
import { type Decoration, decorated } from './version-offer.ts'

/** Whether hellos of unusual form are answered. The form rides on questions that are asked anyway, each once. */
export class Tolerances {
  readonly #waiting: Decoration[] = ['grease', 'long']
  readonly #tolerated = new Set<Decoration>()

  /** The form for the next hello; null where all were sent. */
  next(): Decoration | null {
    return this.#waiting.shift() ?? null
  }

  tolerated(decoration: Decoration): void {
    this.#tolerated.add(decoration)
  }

  /** `plain` is a hello that is known to be answered, `small` a shorter one that offers what is known to be accepted. */
  async settle(asker: Asker, plain: Offer, small: Offer): Promise<Tolerance> {
    return {
      grease: await this.#settle(asker, 'grease', plain, small),
      longHello: await this.#settle(asker, 'long', plain, small),
    }
  }

  /**
   * Intolerance is what is refused in two sizes while the same hello without the form is answered. A server that falls
   * silent may be tired, so that says nothing.
   */
  async #settle(asker: Asker, decoration: Decoration, plain: Offer, small: Offer): Promise<Observed<boolean>> {
    if (this.#tolerated.has(decoration)) return observed(true)
    const full = await asker.ask(decorated(plain, decoration))
    if (full.kind === 'hello') return observed(true)
    const control = await asker.ask(plain)
    if (control.kind !== 'hello') return failed(reasonOf(control))
    const retried = await asker.ask(decorated(small, decoration))
    if (retried.kind === 'hello') return observed(true)
    return full.kind === 'refused' && retried.kind === 'refused' ? observed(false) : failed(reasonOf(retried))
  }
}

function reasonOf(answer: Exclude<Answer, { kind: 'hello' }>): string {
  return answer.kind === 'failed' ? answer.reason : `alert-${answer.alert.name}`
}
