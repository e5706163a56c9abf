import { failed, type Observed, observed } from '#lib/core/observed.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { Tolerance } from '#lib/tls/observation.ts'
import type { Answer, Asker } from '../ask.ts'
import { type Decoration, decorated } from './version-offer.ts'

const both: readonly Decoration[] = ['grease', 'long']

/** Whether hellos of unusual form are answered. The forms ride on a question that is asked anyway, once. */
export class Tolerances {
  #waiting: readonly Decoration[] = both
  readonly #tolerated = new Set<Decoration>()

  /** The forms of the next hello; none where they were sent. */
  next(): readonly Decoration[] {
    const forms = this.#waiting
    this.#waiting = []
    return forms
  }

  tolerated(forms: readonly Decoration[]): void {
    for (const form of forms) this.#tolerated.add(form)
  }

  /** `plain` is a hello that is known to be answered, `small` a shorter one that offers what is known to be accepted. */
  async settle(asker: Asker, plain: Offer, small: Offer): Promise<Tolerance> {
    const left = both.filter((form) => !this.#tolerated.has(form))
    if (left.length > 1 && (await asker.ask(left.reduce(decorated, plain), 'server-hello', 'hint')).kind === 'hello')
      this.tolerated(left)
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
