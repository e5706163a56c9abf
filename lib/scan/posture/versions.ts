import { failed, type Observed, observed } from '#lib/core/observed.ts'
import type { ProtocolVersion } from '#lib/tls/observation.ts'
import { suitesOf } from '#lib/tls/suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import type { Answer, Asker } from '../ask.ts'
import { hangUp } from '../hang-up.ts'
import type { Enumeration } from './enumeration.ts'
import { choiceOf } from './flight-choice.ts'
import { breaksDown, namesVersion, refusesAlpn, refusesHandshake, refusesVersion } from './refusal.ts'
import { isDhe, isEcdsa, isSigned } from './suite-traits.ts'

export type TlsVersion = Exclude<ProtocolVersion, 'SSLv2'>

/** Newest first. */
export const tlsVersions = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3'] as const

const old = ['TLSv1.1', 'TLSv1', 'SSLv3'] as const
const plainVersions = ['TLSv1.2', ...old] as const

/** Which versions are spoken, each by the answer to all that it has; that answer is the first of its enumeration. */
export class Versions {
  readonly facts: Partial<Record<ProtocolVersion, Observed<boolean>>> = {}
  readonly #asker: Asker
  readonly #enumerationOf: (version: TlsVersion) => Enumeration

  constructor(asker: Asker, enumerationOf: (version: TlsVersion) => Enumeration) {
    this.#asker = asker
    this.#enumerationOf = enumerationOf
  }

  speaks(version: ProtocolVersion): boolean {
    const fact = this.facts[version]
    return fact?.status === 'observed' && fact.value
  }

  /** Newest first, without SSL 2.0. */
  get spoken(): readonly TlsVersion[] {
    return tlsVersions.filter((version) => this.speaks(version))
  }

  /** The newest version below TLS 1.3; null: none is spoken; undefined: that is not known. */
  get newestPlain(): Exclude<TlsVersion, 'TLSv1.3'> | null | undefined {
    for (const version of plainVersions) {
      if (this.speaks(version)) return version
      if (!this.lacks(version)) return undefined
    }
    return null
  }

  /** By the server's own word. */
  readonly lacks = (version: ProtocolVersion): boolean => {
    const fact = this.facts[version]
    return fact?.status === 'observed' && !fact.value
  }

  /** TLS 1.3 or TLS 1.2, which a hello can offer alone. */
  async askAlone(version: 'TLSv1.3' | 'TLSv1.2'): Promise<void> {
    const answer = await this.#ask(version)
    const fact = this.#judgeBreakdown(version, answer) ?? judge(version, answer)
    this.facts[version] = this.speaks(version) ? observed(true) : fact
  }

  /**
   * One hello covers a version and all before it: the version of the answer is the highest of them, and a refusal
   * speaks of all. So it goes on below the answer. But GnuTLS looks for no older version where the one that is offered
   * lies in a hole between those that it speaks: protocol_version, to TLS 1.1, says nothing of TLS 1.0. Who speaks TLS
   * 1.3 is told by name which may be chosen (RFC 8446 4.2.1), and then it does.
   */
  async askOld(): Promise<void> {
    for (const [at, version] of old.entries()) {
      const below = old.slice(at)
      if (below.every((one) => this.facts[one] && !this.speaks(one))) return
      if (this.facts[version] && !this.speaks(version)) continue
      if (this.speaks(version) && this.#enumerationOf(version).probe.answers > 0) continue
      const answer = await this.#ask(version)
      const breakdown = this.#judgeBreakdown(version, answer)
      const fact = breakdown ?? judge(version, answer)
      // It came to this version and no further, which says nothing of those below.
      if (breakdown || fact.status !== 'observed') this.facts[version] ??= fact
      else if (
        version === 'TLSv1.1' &&
        answer.kind === 'refused' &&
        namesVersion(answer.alert) &&
        !this.speaks('TLSv1.3')
      )
        this.facts[version] ??= fact
      else if (answer.kind !== 'hello') for (const one of below) this.facts[one] ??= fact
      else this.#takeHighest(version, answer)
    }
  }

  /** A version of which no suite can be used is not spoken, though its hello is answered: no handshake comes to its end. */
  settle(version: TlsVersion, { suites, probe }: Enumeration): void {
    if (probe.broken && suites.complete && suites.accepted.length === 0) this.facts[version] = observed(false)
  }

  async askSsl2(): Promise<readonly string[] | null> {
    const answer = await this.#asker.askSsl2()
    if (answer.kind === 'ssl2' || answer.kind === 'ssl2-error') this.facts['SSLv2'] = observed(true)
    else if (answer.kind === 'refused') this.facts['SSLv2'] = observed(false)
    else this.facts['SSLv2'] = failed(answer.reason)
    return answer.kind === 'ssl2' ? answer.suites : null
  }

  #takeHighest(asked: TlsVersion, answer: Extract<Answer, { kind: 'hello' }>): void {
    const highest = choiceOf(answer.flight)?.version
    for (const version of tlsVersions.slice(tlsVersions.indexOf(asked))) {
      if (version === highest) {
        this.facts[version] = observed(true)
        const { probe } = this.#enumerationOf(version)
        if (version !== asked) probe.take(answer, this.#enumerationOf(asked).probe.asked, { risks: new Set() })
        return
      }
      this.facts[version] ??= observed(false)
    }
  }

  /**
   * OpenSSL with a security level that forbids each signature of TLS 1.0 and 1.1 chooses them nevertheless, and then ends
   * in internal_error. Null where that is not the answer, and where no other version is answered: then the server is
   * broken altogether.
   */
  #judgeBreakdown(version: TlsVersion, answer: Answer): Observed<boolean> | null {
    if (answer.kind !== 'refused' || !breaksDown(answer.alert)) return null
    if (this.spoken.every((one) => one === version)) return null
    return observed(false)
  }

  /** All of a version, and where that was not answered, or not by a word on versions (wolfSSL: too many suites), less. */
  async #ask(version: TlsVersion): Promise<Answer> {
    const enumeration = this.#enumerationOf(version)
    const named = version === 'TLSv1.1' && this.speaks('TLSv1.3') ? old.map((one) => wireVersions[one]) : null
    const first = await enumeration.probe.askWhole(undefined, named)
    // ALPN alone was refused, and is out of the way now.
    const whole = first.kind === 'refused' && refusesAlpn(first.alert) ? await enumeration.probe.askWhole() : first
    const answer = (await this.#askWithoutDhe(version, whole)) ?? (await this.#askOtherKinds(version, whole)) ?? whole
    const closed = answer.kind === 'refused' && answer.alert === hangUp
    const settled = answer.kind === 'hello' || (answer.kind === 'refused' && refusesVersion(answer.alert))
    if ((settled && !closed) || this.#asker.beganToRefuse) return answer
    if (closed) return this.#askBare(enumeration, answer)
    const shorter = await askShorter(enumeration, answer)
    if (shorter) return shorter
    return answer.kind === 'refused' && breaksDown(answer.alert) ? this.#askBare(enumeration, answer) : answer
  }

  /**
   * Where it has no finite field to offer, a server may choose a suite that needs one, and then break down over it
   * (GnuTLS, where its groups are named and none of RFC 7919 is among them). Null where it breaks down without them, too.
   */
  async #askWithoutDhe(version: TlsVersion, answer: Answer): Promise<Answer | null> {
    if (version === 'TLSv1.3' || answer.kind !== 'refused' || !breaksDown(answer.alert)) return null
    const others = await this.#enumerationOf(version).probe.askWhole((suite) => !isDhe(suite))
    return others.kind === 'hello' ? others : null
  }

  /**
   * HAProxy takes its certificate of ECDSA for whoever offers any suite of that kind, and then refuses where it has none
   * of these; GnuTLS takes its first certificate that goes with the suite, and before TLS 1.2 refuses if that has a key
   * that can't sign there. That does not speak of the version. Null where the answer is the same without them.
   */
  async #askOtherKinds(version: TlsVersion, answer: Answer): Promise<Answer | null> {
    const { probe } = this.#enumerationOf(version)
    const signs = [isEcdsa, ...(version === 'TLSv1.2' ? [] : [isSigned])]
    let last = answer
    for (const [at, kind] of signs.entries()) {
      if (last.kind !== 'refused' || !refusesHandshake(last.alert) || !suitesOf(version).some(kind)) return null
      const without = signs.slice(0, at + 1)
      last = await probe.askWhole((suite) => !without.some((one) => one(suite)))
      if (last.kind === 'hello') return last
    }
    return null
  }

  /** What is no plain word on the version may be about anything that the hello bears. */
  async #askBare(enumeration: Enumeration, answer: Answer): Promise<Answer> {
    const bare = await enumeration.probe.askBare()
    if (bare.kind !== 'hello') return answer
    enumeration.shorten('all')
    return bare
  }
}

/**
 * With lists of which the server may not have taken offence at the length, from the one end and from the other; null: no
 * hello came. A refusal of less than all says nothing of the version.
 */
async function askShorter(enumeration: Enumeration, answer: Answer): Promise<Answer | null> {
  const refused = answer.kind === 'refused' ? answer.alert.code : null
  for (const which of refused === null ? (['all'] as const) : (['suites', 'all'] as const)) {
    enumeration.shorten(which)
    for (const _end of ['one', 'other']) {
      const shorter = await enumeration.probe.askWhole()
      if (shorter.kind === 'hello') return shorter
      // In the same words: that was not what the server minded.
      if (shorter.kind === 'failed' || (which === 'suites' && shorter.alert.code === refused)) break
    }
  }
  return null
}

function judge(version: TlsVersion, answer: Answer): Observed<boolean> {
  if (answer.kind === 'failed') return failed(answer.reason)
  if (answer.kind === 'refused') {
    return refusesVersion(answer.alert) ? observed(false) : failed('alert', answer.alert.name)
  }
  const chosen = choiceOf(answer.flight)?.version ?? null
  if (chosen === null || wireVersions[chosen] > wireVersions[version]) return failed('other-version')
  return observed(chosen === version)
}
