import type { Alert } from '#lib/tls/alerts.ts'
import { hangUp } from '../hang-up.ts'
import type { Elimination } from './elimination.ts'
import { breaksDown } from './refusal.ts'
import { authenticationOf, isDhe, isEcdsa } from './suite-traits.ts'

/** Anonymous suites go with any certificate, so that they don't tell which one was taken. */
const otherCertificates = new Set(['rsa', 'dss'])

/** What a refusal of narrowed suites says of each of them. */
export class SuiteRefusals {
  readonly #suites: Elimination<number>
  /** A suite of another certificate was chosen beside some of ECDSA. */
  #leavesEcdsa = false
  /** The last refusal was one without a reason. */
  #isVague = false
  /** Suites with a finite field are asked for by themselves, behind all others. */
  #apart = false
  /** They were refused beside others, of which none is accepted so far, and no certificate kept the server from them. */
  #fieldsRefused = false
  /** Something was found while suites with a finite field were asked for apart, so not beside the others. */
  foundApart = false

  constructor(suites: Elimination<number>) {
    this.#suites = suites
  }

  hear(alert: Alert): void {
    this.#isVague = alert === hangUp || breaksDown(alert)
  }

  chose(suite: number, offered: readonly number[]): void {
    this.foundApart ||= this.#apart && this.#suites.isOpen(suite)
    this.#fieldsRefused = false
    this.#leavesEcdsa ||= otherCertificates.has(authenticationOf(suite)) && offered.some(isEcdsa)
  }

  /**
   * A server may choose a suite and then break down over it (Dovecot and GnuTLS, over DHE without parameters), which
   * refuses all that was offered beside it: after a refusal without a reason the others are asked for without DHE. If
   * none of them is accepted, nothing kept the server from answering but that it has nothing that it could use.
   */
  strike(offered: readonly number[]): void {
    if (this.#isVague && offered.some(isDhe) && !offered.every(isDhe)) {
      this.#apart = true
      this.#fieldsRefused = this.#leavesEcdsa || !offered.some(isEcdsa)
      return
    }
    this.#suites.refuse(this.#surelyRefused(offered))
    if (this.#fieldsRefused && !this.#suites.someOpen((suite) => !isDhe(suite)))
      this.#suites.refuse(this.#suites.narrowed())
  }

  /** Those that are asked for together; all where undefined. */
  get together(): ((suite: number) => boolean) | undefined {
    if (!this.#apart) return undefined
    return this.#suites.someOpen((suite) => !isDhe(suite)) ? (suite) => !isDhe(suite) : isDhe
  }

  /**
   * A server may choose its certificate before the suite: HAProxy takes the ECDSA one for whoever offers any suite of
   * that kind, and then refuses where it has none of these (left, or at all), whatever else was offered. So the others
   * are asked for alone, unless one of them was ever chosen beside ECDSA.
   */
  #surelyRefused(suites: readonly number[]): readonly number[] {
    if (this.#leavesEcdsa) return suites
    const ecdsa = suites.filter(isEcdsa)
    return ecdsa.length > 0 ? ecdsa : suites
  }
}
