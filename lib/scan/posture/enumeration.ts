import { suitesOf } from '#lib/tls/suites.ts'
import { expected, groupsOf, schemesOf } from './candidates.ts'
import { Elimination } from './elimination.ts'
import type { Setting } from './hello-lists.ts'
import { type ListName, ListProbe, type ProbeOptions } from './list-probe.ts'
import { settleOrder, settlePlaces, settlePreference } from './settle-order.ts'
import { authenticationOf, isChaCha, isEcdhe, isSigned, isUsual, signerOf } from './suite-traits.ts'
import { type LoneRider, needs, Suspects } from './suspects.ts'
import type { Carrier } from './whole-sessions.ts'

const none: ReadonlySet<ListName> = new Set()
const noRiders: readonly ListName[] = []
const all: readonly ListName[] = ['suites', 'groups', 'schemes', 'alpn']

/** A server that answers nothing else may have taken offence at the length: of the suites (wolfSSL), or of all; as in `all`. */
const fewer = { suites: [128, 6, 10], all: [40, 6, 10, 2] }

export interface EnumerationOptions extends Omit<ProbeOptions, 'lists'> {
  /** Groups that are accepted for all that is known. */
  readonly expectedGroups: readonly number[]
  /** Asked along with the suites where given; it is shared by all versions. */
  readonly alpn: Elimination<string> | null
}

/**
 * All that a server accepts of one version: suites, groups, schemes, and ALPN's names on the way. A question narrows
 * several lists at once as long as it is likely to be answered with something new of each; a refusal of such a question
 * does not say which list was too narrow, so each is asked by itself from there on.
 */
export class Enumeration {
  readonly suites: Elimination<number>
  readonly groups: Elimination<number>
  readonly schemes: Elimination<number>
  readonly probe: ListProbe
  readonly #options: EnumerationOptions
  /** Lists that were narrowed beside another when a refusal came. */
  readonly #cautious = new Set<ListName>()
  /** The ECDSA certificate was shown without its curve on the list. */
  #curveIsFree = false
  readonly #suspects = new Suspects()
  /**
   * Groups that were refused beside suites of one kind of certificate, without the curve of an ECDSA one. They stay on
   * the lists until all suites are known: a certificate that was not shown yet may be on one of these curves.
   */
  #refusedGroups: { readonly signer: string; readonly items: readonly number[] } | null = null
  /** The last question was refused that put ALPN alone at risk; the order of the other lists may be to blame (wolfSSL). */
  #alpnRefused = false
  #ran = false

  constructor(options: EnumerationOptions) {
    const { version, alpn } = options
    this.#options = options
    this.suites = new Elimination(suitesOf(version), { neverFirst: isChaCha, kindOf: authenticationOf })
    this.groups = new Elimination(groupsOf(version))
    // The schemes of TLS 1.3 show in whole handshakes alone.
    this.schemes = new Elimination(version === 'TLSv1.2' ? schemesOf(version) : [])
    const { suites, groups, schemes } = this
    this.probe = new ListProbe({
      ...options,
      lists: { suites, groups, schemes, alpn: alpn ?? new Elimination<string>([]) },
    })
  }

  /** Shorter lists from now on. */
  shorten(which: 'suites' | 'all'): void {
    for (const [at, name] of all.entries()) this.probe.lists[name].limit = fewer[which][at] ?? Infinity
  }

  /** Asks until nothing is open. The version is known to be spoken. */
  async run(carry: Carrier | null = null): Promise<void> {
    if (this.#ran) return
    this.#ran = true
    if (carry) await this.#askCarried(carry)
    while (this.suites.open) {
      const { answers } = this.probe
      const narrowed = await this.#askSuites()
      const whole = !narrowed.includes('groups') && !narrowed.includes('schemes')
      if (whole && this.probe.answers > answers) this.#settleSuspects()
    }
    // What was too narrow beside suites of all kinds may be narrowed beside those that need it.
    this.#cautious.clear()
    this.probe.exhausted.clear()
    await this.#askAlpn()
    await this.#askSchemes()
    while (this.groups.open) await this.#askGroups()
    await settleOrder(this.probe)
    await settlePreference(this.probe)
    await settlePlaces(this.probe, this.#curveIsFree)
  }

  /** One of the groups is asked for by a handshake that is made anyway, once the first of the server's order is known. */
  async #askCarried({ suite, handshake }: Carrier): Promise<void> {
    await this.#askSuites()
    const { groups, probe } = this
    if (groups.accepted.length === 0 || !expected.groups.some((id) => groups.isOpen(id))) return
    await probe.askBy({ risks: new Set(['groups']), suites: (id) => id === suite }, handshake)
  }

  /** Gives what was narrowed beside the suites. */
  async #askSuites(): Promise<readonly ListName[]> {
    const riders = this.#riders()
    const lone = riders.includes('groups') || riders.includes('schemes') ? null : this.#loneRider()
    if (lone) {
      await this.#askLone(lone)
      return [lone.name]
    }
    await this.#ask({ risks: new Set(['suites', ...riders]), likely: riders !== noRiders && this.probe.answers < 3 })
    return riders
  }

  /** Where the server's list of suites is long, the rest of the other lists is asked for beside it, one by one. */
  #loneRider(): LoneRider | null {
    const { suites, schemes, groups, probe } = this
    const { version } = this.#options
    if (version === 'TLSv1.3' || version === 'SSLv3' || suites.accepted.every(isUsual)) return null
    const may = (rider: LoneRider) =>
      probe.keepsOrder.has(rider.name) && !probe.tellsWhole.has(rider.name) && !this.#suspects.isOver(rider)
    const signers = new Set(suites.accepted.filter(isSigned).map(authenticationOf))
    for (const signer of signers) {
      const rider = { name: 'schemes', signer } as const
      if (schemes.someOpen((id) => signerOf(id) === signer) && may(rider)) return rider
    }
    const free = suites.accepted.find((id) => isEcdhe(id) && authenticationOf(id) !== 'ecdsa')
    const any = free ?? suites.accepted.find(isEcdhe)
    const rider = any === undefined ? null : ({ name: 'groups', signer: authenticationOf(any) } as const)
    return rider && groups.open && may(rider) ? rider : null
  }

  async #askLone(rider: LoneRider): Promise<void> {
    const { probe, groups } = this
    const { name, signer } = rider
    const curve = signer === 'ecdsa' && !probe.keepsCurve && !this.#curveIsFree ? probe.evidence.certificateCurve : null
    const before = groups.accepted.length
    const answer = await probe.ask({
      risks: new Set<ListName>(['suites', name]),
      only: (suite) => needs(rider, suite),
      ...(name === 'groups' ? { curve } : { schemes: (id: number) => signerOf(id) === signer }),
    })
    if (answer === 'refused') this.#suspects.add(rider, probe.asked, null)
    // By its own order the server would have taken what needs the list, had it been possible and better. What it took
    // may have stood first.
    else if (answer === 'other' && this.suites.preference === 'server' && !isChaCha(probe.otherSuite ?? 0))
      this.#suspects.add(rider, probe.asked, probe.otherSuite)
    else if (answer === 'failed' || answer === 'other') this.#suspects.close(rider)
    else if (name === 'groups' && signer === 'ecdsa' && curve === null && groups.accepted.length > before)
      this.#curveIsFree = true
  }

  #settleSuspects(): void {
    const suite = this.suites.lastChosen
    if (suite === undefined) return
    for (const { name, signer, items } of this.#suspects.refusedBy(suite, this.probe.asked)) {
      if (name === 'schemes') this.schemes.refuse(items.filter((id) => signerOf(id) === signer))
      else this.#refusedGroups = { signer, items }
    }
  }

  async #askAlpn(): Promise<void> {
    const { alpn } = this.probe.lists
    while (alpn.open && this.suites.accepted.length > 0)
      await this.#ask({ risks: new Set(['alpn']), suites: () => true, groups: this.probe.acceptedLists().groups })
  }

  /** By kind of certificate: a server may choose the kind by the suites alone, and then refuse for want of a scheme. */
  async #askSchemes(): Promise<void> {
    const { suites, schemes, probe } = this
    for (const signer of new Set(suites.accepted.filter(isSigned).map(authenticationOf))) {
      const usable = (scheme: number) => signerOf(scheme) === signer
      const signed = (id: number) => isSigned(id) && authenticationOf(id) === signer
      const both = (id: number) => isEcdhe(id) && signed(id)
      while (schemes.someOpen(usable)) {
        const beside = this.#mayRide('groups') && this.#mayRide('schemes') && suites.accepted.some(both)
        const risks = new Set<ListName>(beside ? ['schemes', 'groups'] : ['schemes'])
        const curve = probe.evidence.certificateCurve
        await this.#ask({ risks, suites: beside ? both : signed, schemes: usable, curve })
      }
    }
    if (schemes.open) this.#close(schemes)
  }

  async #askGroups(): Promise<void> {
    const { suites, groups } = this
    const risks = new Set<ListName>(['groups'])
    if (this.#options.version === 'TLSv1.3') return this.#ask({ risks, suites: () => true })
    if (!suites.accepted.some(isEcdhe)) return this.#close(groups)
    const free = (id: number) => isEcdhe(id) && authenticationOf(id) !== 'ecdsa'
    if (suites.accepted.some(free)) return this.#takeRefused(false) ? undefined : this.#ask({ risks, suites: free })
    const curve = this.probe.evidence.certificateCurve
    if (curve === null || this.#curveIsFree) return this.#ask({ risks, suites: isEcdhe })
    await this.#askGroupsBeside(curve)
  }

  /**
   * With an ECDSA certificate alone, its curve has to be on the list for the certificate to be shown at all
   * (RFC 8422 5.1), so a refusal without it says nothing by itself: the curve is offered, too, behind all the others.
   */
  async #askGroupsBeside(curve: number): Promise<void> {
    const { groups, probe } = this
    const before = groups.accepted.length
    const learned = () => groups.accepted.length > before || !groups.open
    // Both questions may have been answered beside the suites.
    const beside = probe.keepsCurve
      ? 'answered'
      : await probe.ask({ risks: new Set(['groups']), suites: isEcdhe, curve })
    if (beside === 'refused') groups.refuse(probe.asked.groups)
    if (beside === 'again' || learned()) return
    const left = (probe.keepsCurve ? groups.narrowed() : probe.asked.groups).filter((group) => group !== curve)
    if (left.length === 0) return groups.fail('not-shown')
    if (!this.suites.complete) return groups.fail(this.suites.failure ?? 'not-asked') // It might lead to more.
    if (probe.keepsCurve && this.#takeRefused(true)) return
    const alone = await probe.ask({ risks: none, suites: isEcdhe, groups: left })
    this.#curveIsFree = alone === 'answered'
    if (alone === 'again' || learned()) return
    // Beside the curve it is the curve that is taken, and without it nothing: no hello leads to any of them.
    if (alone === 'refused' && beside !== 'failed') groups.refuse(left)
    else groups.fail(probe.failure)
  }

  /** What was refused beside the suites counts once, if it was asked of the kind of suites that all questions go by. */
  #takeRefused(byEcdsa: boolean): boolean {
    const refused = this.#refusedGroups
    this.#refusedGroups = null
    if (!refused || (refused.signer === 'ecdsa') !== byEcdsa) return false
    this.groups.refuse(refused.items)
    return true
  }

  /** Without a suite for it, a list has no meaning: it stood whole in the hellos in which those suites were refused. */
  #close(list: Elimination<number>): void {
    if (!this.suites.complete) list.fail(this.suites.failure ?? 'not-asked')
    else while (list.open) list.refuse(list.narrowed())
  }

  async #ask(setting: Setting): Promise<void> {
    const { probe } = this
    const risks = [...setting.risks]
    const left = () => risks.reduce((sum, name) => sum + probe.lists[name].left, 0)
    const before = left()
    const answer = await probe.ask(setting)
    const { asked } = probe
    const unsure = risks[0] === 'alpn' && answer === 'refused' && !this.#alpnRefused
    this.#alpnRefused = unsure
    if (unsure) return
    if (answer === 'again' || (answer === 'answered' && left() < before)) return
    if (risks.length > 1) for (const name of risks) this.#cautious.add(name)
    else if (answer === 'failed' && (await this.#isTooNarrow(setting, probe.failure)))
      probe.strike(risks[0] ?? 'suites', asked, setting)
    else if (answer !== 'refused') this.#fail(risks, answer === 'failed' ? probe.failure : 'not-shown')
    else if (!probe.understood && (await probe.ask({ risks: none })) !== 'answered') this.#fail(all, 'hello-refused')
    else for (const name of risks) probe.strike(name, asked, setting)
  }

  /**
   * Some servers have words of their own for a list of which they accept nothing (JSSE: unexpected_message for groups of
   * TLS 1.3): an alert that comes again after the same hello with the whole list was answered.
   */
  async #isTooNarrow(setting: Setting, alert: string): Promise<boolean> {
    const { probe } = this
    if (!alert.startsWith('alert-') || probe.answers === 0) return false
    if ((await probe.ask({ ...setting, risks: none })) !== 'answered') return false
    return (await probe.ask(setting)) === 'failed' && probe.failure === alert
  }

  #fail(names: readonly ListName[], reason: string): void {
    for (const name of names) this.probe.lists[name].fail(reason)
  }

  /** What is narrowed beside the suites. In TLS 1.3 most servers have three suites: the fourth is asked for alone. */
  #riders(): readonly ListName[] {
    const last = this.#options.version === 'TLSv1.3' && !expected.tls13Suites.some((id) => this.suites.isOpen(id))
    return last ? noRiders : (['groups', 'schemes', 'alpn'] as const).filter((name) => this.#mayRide(name))
  }

  /**
   * A list is narrowed beside others while something expected is left of it, and only where offering it whole brings
   * nothing new: from a server that follows the client it does, without a risk.
   */
  #mayRide(name: 'groups' | 'schemes' | 'alpn'): boolean {
    const { groups, schemes, alpn } = this.probe.lists
    const { tellsWhole, exhausted } = this.probe
    if (this.#cautious.has(name) || tellsWhole.has(name) || exhausted.has(name)) return false
    if (name === 'alpn') return alpn.open
    if (name === 'schemes')
      return this.probe.keepsOrder.has(name) && this.#expectedSchemes().some((id) => schemes.isOpen(id))
    const tls13 = this.#options.version === 'TLSv1.3'
    if (this.probe.keepsCurve) return false
    const ready = tls13 ? groups.accepted.length > 0 : this.probe.keepsOrder.has(name)
    return ready && this.#options.expectedGroups.some((id) => groups.isOpen(id))
  }

  /** Of each kind of certificate that was seen something has to be left, or the server would move to another kind. */
  #expectedSchemes(): readonly number[] {
    const signers = new Set(this.suites.accepted.filter(isSigned).map(authenticationOf))
    const left = (ids: readonly number[]) => ids.filter((id) => this.schemes.isOpen(id))
    const lists = [...signers].map((signer) => left(signer === 'ecdsa' ? expected.schemes.ecdsa : expected.schemes.rsa))
    return lists.every(({ length }) => length > 0) ? lists.flat() : []
  }
}
