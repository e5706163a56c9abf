import type { Alert } from '#lib/tls/alerts.ts'
import { type KeyExchange, keyExchange } from '#lib/tls/suites.ts'
import { hangUp } from '../hang-up.ts'
import type { Elimination } from './elimination.ts'
import { breaksDown } from './refusal.ts'
import { authenticationOf, isEcdsa } from './suite-traits.ts'

const kinds: readonly KeyExchange[] = ['ecdhe', 'dhe', 'rsa', 'tls13', 'other']

/** Anonymous suites go with any certificate, so that they don't tell which one was taken. */
const otherCertificates = new Set(['rsa', 'dss'])

/** What a refusal of narrowed suites says of each of them. */
export class SuiteRefusals {
  readonly #suites: Elimination<number>
  /** A suite of another certificate was chosen beside some of ECDSA. */
  #leavesEcdsa = false
  /** The last refusal was one without a reason. */
  #isVague = false
  #byKind = false
  /** Something was found while suites were asked for by their key exchange, so beside nothing of another. */
  foundApart = false

  constructor(suites: Elimination<number>) {
    this.#suites = suites
  }

  hear(alert: Alert): void {
    this.#isVague = alert === hangUp || breaksDown(alert)
  }

  chose(suite: number, offered: readonly number[]): void {
    this.foundApart ||= this.#byKind && this.#suites.isOpen(suite)
    this.#leavesEcdsa ||= otherCertificates.has(authenticationOf(suite)) && offered.some(isEcdsa)
  }

  /**
   * A server may choose a suite and then break down over it (Dovecot, over DHE without parameters), which refuses all that
   * was offered beside it: after a refusal without a reason suites are asked for by their key exchange.
   */
  strike(offered: readonly number[]): void {
    if (this.#isVague && new Set(offered.map(keyExchange)).size > 1) this.#byKind = true
    else this.#suites.refuse(this.#surelyRefused(offered))
  }

  /** Those that are asked for together; all where undefined. */
  get together(): ((suite: number) => boolean) | undefined {
    if (!this.#byKind) return undefined
    const kind = kinds.find((one) => this.#suites.someOpen((suite) => keyExchange(suite) === one))
    return (suite) => keyExchange(suite) === kind
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
