import type { Alert } from '#lib/tls/alerts.ts'
import type { ProtocolVersion } from '#lib/tls/observation.ts'
import { hangUp } from '../hang-up.ts'
import type { Elimination } from './elimination.ts'
import type { Evidence } from './evidence.ts'
import { breaksDown } from './refusal.ts'
import { authenticationOf, isDhe, isEcdsa, isSigned } from './suite-traits.ts'

/** Anonymous suites go with any certificate, so that they don't tell which one was taken. */
const otherCertificates = new Set(['rsa', 'dss'])

/** By which of its certificates a server uses a suite, and how. */
const kinds: readonly ((suite: number) => boolean)[] = [
  isEcdsa,
  (suite) => isSigned(suite) && !isEcdsa(suite),
  (suite) => !isSigned(suite) && !isEcdsa(suite),
]

interface Asked {
  readonly version: ProtocolVersion
  readonly evidence: Pick<Evidence, 'signsByName'>
}

/** What a refusal of narrowed suites says of each of them. */
export class SuiteRefusals {
  readonly #suites: Elimination<number>
  readonly #asked: Asked
  /** A suite of another certificate was chosen beside some of ECDSA. */
  #leavesEcdsa = false
  /** The last refusal was one without a reason. */
  #isVague = false
  /** Suites with a finite field are asked for by themselves, behind all others. */
  #apart = false
  /** Suites of each kind are asked for by themselves. */
  #byKind = false
  /** They were refused beside others, of which none is accepted so far, and no certificate kept the server from them. */
  #fieldsRefused = false
  /** Something was found while suites with a finite field were asked for apart, so not beside the others. */
  foundApart = false

  constructor(suites: Elimination<number>, asked: Asked) {
    this.#suites = suites
    this.#asked = asked
  }

  hear(alert: Alert): void {
    this.#isVague = alert === hangUp || breaksDown(alert)
  }

  chose(suite: number, offered: readonly number[]): void {
    this.foundApart ||= (this.#apart || this.#byKind) && this.#suites.isOpen(suite)
    this.#fieldsRefused = false
    this.#leavesEcdsa ||= otherCertificates.has(authenticationOf(suite)) && offered.some(isEcdsa)
  }

  /**
   * A server may choose a suite and then break down over it (Dovecot and GnuTLS, over DHE without parameters), which
   * refuses all that was offered beside it: after a refusal without a reason the others are asked for without DHE. If
   * none of them is accepted, nothing kept the server from answering but that it has nothing that it could use.
   * So does GnuTLS before TLS 1.2, with handshake_failure, where the first of its certificates that goes with the suite
   * has a key that signs by named schemes alone: each kind of suites is asked for by itself.
   */
  strike(offered: readonly number[]): void {
    if (this.#isVague && offered.some(isDhe) && !offered.every(isDhe)) {
      this.#apart = true
      this.#fieldsRefused = this.#leavesEcdsa || !offered.some(isEcdsa)
      return
    }
    if (!this.#byKind && this.#mayNotSign && kinds.filter((kind) => offered.some(kind)).length > 1) {
      this.#byKind = true
      return
    }
    this.#suites.refuse(this.#surelyRefused(offered))
    if (this.#fieldsRefused && !this.#suites.someOpen((suite) => !isDhe(suite)))
      this.#suites.refuse(this.#suites.narrowed())
  }

  /** The server has a certificate whose key is of no use in this version. */
  get #mayNotSign(): boolean {
    const { version, evidence } = this.#asked
    return evidence.signsByName && version !== 'TLSv1.2' && version !== 'TLSv1.3'
  }

  /** Those that are asked for together; all where undefined. */
  get together(): ((suite: number) => boolean) | undefined {
    const parts = this.#apart ? [(suite: number) => !isDhe(suite), isDhe] : [() => true]
    const all = parts.flatMap((part) =>
      this.#byKind ? kinds.map((kind) => (suite: number) => part(suite) && kind(suite)) : [part],
    )
    return all.length === 1 ? undefined : (all.find((fits) => this.#suites.someOpen(fits)) ?? all.at(-1))
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
