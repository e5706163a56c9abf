import type { Alert } from '#lib/tls/alerts.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import type { ProtocolVersion } from '#lib/tls/observation.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import type { Answer, Asker, Weight } from '../ask.ts'
import type { Elimination } from './elimination.ts'
import { type Evidence, keyTypeOfScheme } from './evidence.ts'
import { choiceOf, type FlightChoice } from './flight-choice.ts'
import { groupsHeard, heard, takesNoGroup } from './heard-groups.ts'
import { acceptedLists, controlLists, helloLists, type Setting } from './hello-lists.ts'
import { lightFirst } from './light-wish.ts'
import { NarrowedChoices, needsNoMore } from './narrowed-choices.ts'
import { breakOf, breaksDown, refusesAlpn, refusesList, saysNo } from './refusal.ts'
import { SuiteRefusals } from './suite-refusals.ts'
import { isEcdhe, isEcdsa, isSigned } from './suite-traits.ts'
import type { Tolerances } from './tolerances.ts'
import { anyChain, bareOffer, decorated, type Lists, listenEnd, versionOffer } from './version-offer.ts'

export type ListName = 'suites' | 'groups' | 'schemes' | 'alpn'

export interface ProbeLists {
  readonly suites: Elimination<number>
  readonly groups: Elimination<number>
  readonly schemes: Elimination<number>
  readonly alpn: Elimination<string>
}

export interface ProbeOptions {
  readonly asker: Asker
  readonly version: Exclude<ProtocolVersion, 'SSLv2'>
  readonly serverName: string
  readonly evidence: Evidence
  readonly tolerances: Tolerances
  readonly lists: ProbeLists
  /** What is sent of ALPN where it is not asked about. */
  readonly usualAlpn: readonly string[]
  /** Asks in a way of its own, which tells more; null from it: asked in the usual way after all. */
  readonly lead?: (offer: Offer) => Promise<Answer | null>
}

/**
 * `again`: the answer tells nothing of what was at risk, and what kept it from that is out of the way. `other`: a suite
 * was chosen that was not to be.
 */
export type ProbeEnd = 'answered' | 'other' | 'refused' | 'failed' | 'again'

/** Asks one version one hello after the other, and takes from each answer all that it tells. */
export class ListProbe {
  readonly lists: ProbeLists
  readonly evidence: Evidence
  readonly version: ProbeOptions['version']
  /** Of the last failure. */
  failure = 'not-answered'
  /** Lists of which the server takes what is new when it stands before what is known. */
  readonly tellsWhole = new Set<ListName>()
  /** Lists of which the server takes what it knows already, wherever it stands. */
  readonly keepsOrder = new Set<ListName>()
  /** Lists for which the suites that need them seem to have come to an end. */
  readonly exhausted = new Set<ListName>()
  /** Groups that were narrowed down to what stands before the certificate's curve brought nothing new. */
  keepsCurve = false
  readonly #options: ProbeOptions
  readonly #narrowed = new NarrowedChoices()
  readonly #refusals: SuiteRefusals
  /** The lists of the last hello. */
  asked: Lists = { suites: [], groups: [], schemes: [], alpn: [] }
  /** The last suite that was not to be chosen. */
  otherSuite: number | null = null
  /** Hellos that were answered with one. */
  answers = 0
  /** With what the server broke off last behind a ServerHello; null: it never did. */
  broken: Alert | null = null
  /** Suites behind which it broke off though all lists were whole. */
  readonly #unusable = new Set<number>()

  constructor(options: ProbeOptions) {
    this.#options = options
    this.lists = options.lists
    this.evidence = options.evidence
    this.version = options.version
    this.#refusals = new SuiteRefusals(options.lists.suites, options)
  }

  /**
   * Offers everything, or of the suites what fits, and takes what comes of this version. `versions`: to be named one by
   * one (wire values), for a server that is known to read that list.
   */
  async askWhole(
    fits: (suite: number) => boolean = () => true,
    versions: readonly number[] | null = null,
  ): Promise<Answer> {
    const { version, serverName } = this.#options
    const whole = this.#listsFor({ risks: new Set() })
    const lists = { ...whole, suites: whole.suites.filter(fits) }
    this.asked = lists
    const usual = versionOffer(version, serverName, lists)
    const offer = versions ? { ...usual, versions, legacyVersion: wireVersions['TLSv1.2'] } : usual
    const answer = await this.#answerTo(offer)
    this.take(answer, lists, { risks: new Set() })
    return answer
  }

  /** A hello that nobody chokes on; nothing is taken from the answer. */
  askBare(): Promise<Answer> {
    const { asker, version, serverName } = this.#options
    return asker.ask(bareOffer(version, serverName), 'server-hello', 'hint')
  }

  async #answerTo(offer: Offer, weight: Weight = 'word'): Promise<Answer> {
    const { asker, version, lead } = this.#options
    const led = lead ? await lead(offer) : null
    return led ?? this.evidence.nextProtocols.ask(asker, offer, listenEnd(version), weight)
  }

  async ask(setting: Setting): Promise<ProbeEnd> {
    const { version, serverName, tolerances } = this.#options
    const lists = this.#listsFor(setting)
    this.asked = lists
    const usual = versionOffer(version, serverName, lists)
    const plain = setting.risks.has('schemes') ? { ...usual, more: [anyChain] } : usual
    const forms = setting.likely && this.answers > 0 ? tolerances.next() : []
    // Of several lists a refusal tells but that one of them was too narrow.
    const hint = setting.risks.size > 1 && setting.only === undefined
    const answer = await this.#answerTo(forms.reduce(decorated, plain), hint || forms.length > 0 ? 'hint' : 'word')
    if (answer.kind === 'hello') tolerances.tolerated(forms)
    else if (forms.length > 0) return hint && saysNo(answer) ? 'refused' : 'again'
    const no = saysNo(answer) && !hint
    if (no && !heard(this, lists, setting) && !(await this.#readsOn(lists, setting))) return 'again'
    return this.take(answer, lists, setting)
  }

  /** A "no" may mean that the list of groups is too long: one that is as long, and leads to a hello, has to tell. */
  async #readsOn(lists: Lists, setting: Setting): Promise<boolean> {
    if (this.evidence.groupReading.isShort) return false
    const control = controlLists(this, lists, this.#options)
    this.take(await this.#answerTo(versionOffer(this.version, this.#options.serverName, control)), control, {
      risks: new Set(),
    })
    if (heard(this, lists, setting)) return true
    this.evidence.groupReading.isShort = true
    // Which of the groups it had read when it chose before, nobody knows.
    for (const list of [this.lists.suites, this.lists.groups]) list.forgetChoices()
    this.#narrowed.forget()
    return false
  }

  /** Asks by a handshake that is led on; an answer of null is none. */
  async askBy(setting: Setting, way: (lists: Lists) => Promise<Answer | null>): Promise<void> {
    const usual = this.#listsFor(setting)
    const lists = { ...usual, groups: lightFirst(usual.groups) }
    const answer = await way(lists)
    if (answer?.kind !== 'hello') return
    this.asked = lists
    this.take(answer, lists, setting)
  }

  /** Takes the answer to these lists, whoever asked for it. */
  take(answer: Answer, lists: Lists, { risks, only }: Setting): ProbeEnd {
    if (answer.kind === 'failed') return this.#fail(answer.reason)
    if (answer.kind === 'refused') {
      if (refusesAlpn(answer.alert) && lists.alpn.length > 0 && this.lists.alpn.open) {
        this.lists.alpn.refuse(lists.alpn)
        return 'again'
      }
      this.#refusals.hear(answer.alert)
      const refused = refusesList(answer.alert) || (breaksDown(answer.alert) && risks.has('suites'))
      return refused ? 'refused' : this.#fail(`alert-${answer.alert.name}`)
    }
    const choice = choiceOf(answer.flight)
    if (choice?.version !== this.#options.version) return this.#fail('other-version')
    const broken = breakOf(answer)
    if (broken) return this.#breakOff(broken, answer.flight, choice.suite, { risks, ...(only && { only }) })
    if (only && lists.suites.includes(choice.suite) && !only(choice.suite)) {
      this.evidence.take(answer.flight)
      this.otherSuite = choice.suite
      return heard(this, lists, { risks }) ? 'other' : this.#fail('not-shown')
    }
    return this.#learn(answer.flight, choice, lists, risks)
  }

  /** The server's own word, with one list narrowed: nothing that was offered of it is accepted. */
  strike(name: ListName, asked: Lists, { schemes: narrowed }: Setting): void {
    if (name === 'alpn') this.lists.alpn.refuse(asked.alpn)
    else if (name === 'schemes') this.lists.schemes.refuse(narrowed ? asked.schemes.filter(narrowed) : asked.schemes)
    else if (name === 'groups') this.lists.groups.refuse(asked.groups)
    else this.#refusals.strike(asked.suites)
  }

  /** The server's choice among suites that are all accepted; null where it made none. */
  async pick(suiteList: readonly number[]): Promise<number | null> {
    const end = await this.ask({ risks: new Set(), suiteList })
    return end === 'answered' ? (this.lists.suites.lastChosen ?? null) : null
  }

  /** All that is accepted, in lists that lead to a hello. */
  acceptedLists(): Lists {
    return acceptedLists(this, this.#options)
  }

  /** A hello of this form was answered with one. */
  get understood(): boolean {
    return this.answers > 0 || this.broken !== null
  }

  orderInDoubt(): boolean {
    return this.#refusals.foundApart || this.#narrowed.orderInDoubt(this)
  }

  #learn(flight: ServerFlight, choice: FlightChoice, asked: Lists, risks: ReadonlySet<ListName>): ProbeEnd {
    const { suites, groups, schemes, alpn } = this.lists
    const { suite, group } = choice
    this.answers += 1
    this.evidence.take(flight)
    if (!asked.suites.includes(suite)) return this.#fail('suite-not-offered')
    const byCurve = isEcdsa(suite) && (choice.scheme === null || keyTypeOfScheme(choice.scheme) === 'ecdsa')
    this.evidence.groupReading.took(asked.groups, group, byCurve ? this.evidence.certificateCurve : null)
    this.#refusals.chose(suite, asked.suites)
    const plain = choice.version !== 'TLSv1.3'
    const unheard = !heard(this, asked, { risks })
    const narrowed = plain && (risks.has('groups') || risks.has('schemes'))
    const offered = narrowed ? asked.suites.filter((id) => needsNoMore(id, suite)) : asked.suites
    if ((narrowed && risks.has('suites')) || unheard) this.#narrowed.add({ suite, asked, unheard })
    if (plain && !isEcdhe(suite)) this.exhausted.add('groups')
    if (plain && !isSigned(suite)) this.exhausted.add('schemes')
    suites.choose(offered, suite, asked.suites)
    if (takesNoGroup(this, flight, choice, asked, risks)) groups.refuse(asked.groups)
    else if (group !== null) this.#choose('groups', groups, groupsHeard(this, asked, group), group, risks)
    if (choice.scheme !== null) this.#choose('schemes', schemes, asked.schemes, choice.scheme, risks)
    if (choice.alpn !== null) this.#choose('alpn', alpn, asked.alpn, choice.alpn, risks)
    else if (
      choice.version !== 'TLSv1.3' &&
      choice.version !== 'SSLv3' &&
      (risks.has('alpn') || alpn.accepted.length === 0)
    )
      alpn.refuse(asked.alpn)
    // Cut off behind the ServerHello, and not by the server's word.
    const cut = plain && !flight.helloDone && (risks.has('groups') || risks.has('schemes'))
    return cut ? this.#fail('not-shown') : 'answered'
  }

  /**
   * The suite was chosen, and then the server found nothing to use it with. With a list narrowed that it needs it is
   * that list; with all of them whole the suite can't be used at all, which the server has to say twice.
   */
  #breakOff(alert: Alert, flight: ServerFlight, suite: number, { risks, only }: Setting): ProbeEnd {
    this.broken = alert
    this.evidence.take(flight)
    const { suites } = this.lists
    const says = refusesList(alert) || breaksDown(alert)
    const narrowed = (risks.has('groups') || risks.has('schemes')) && (only?.(suite) ?? true)
    if (says && narrowed) return 'refused'
    if (!says || !suites.isOpen(suite)) return this.#fail(`alert-${alert.name}`)
    if (this.#unusable.has(suite)) suites.drop(suite)
    this.#unusable.add(suite)
    return 'again'
  }

  #choose<Item>(
    name: ListName,
    list: Elimination<Item>,
    offered: readonly Item[],
    chosen: Item,
    risks: ReadonlySet<ListName>,
  ): void {
    const first = list.accepted.length === 0
    const came = list.choose(offered, chosen)
    if (came === 'foreign') this.#foreign(name, list, offered, chosen)
    // The curve of the certificate stays on the list: a server that still takes it has nothing above it.
    if (name === 'groups' && risks.has(name) && came === 'known') this.keepsCurve = !this.evidence.groupReading.isShort
    if (risks.has(name) || first || came === 'foreign') return
    if (came === 'new') this.tellsWhole.add(name)
    else this.keepsOrder.add(name)
  }

  /**
   * A server that pays no heed to a list: what it does is known, but not what else it would do. Apache names HTTP/1.1 to
   * whoever names nothing that it speaks (RFC 7301 3.2 wants an alert), so the names that were offered are refused.
   */
  #foreign<Item>(name: ListName, list: Elimination<Item>, offered: readonly Item[], chosen: Item): void {
    if (!list.open) return
    if (name === 'alpn') {
      list.admit(chosen)
      list.refuse(offered)
      return
    }
    if (name === 'schemes') list.admit(chosen)
    list.fail('not-offered')
  }

  #fail(reason: string): 'failed' {
    this.failure = reason
    return 'failed'
  }

  #listsFor(setting: Setting): Lists {
    const { version, usualAlpn } = this.#options
    return helloLists(this, setting, { version, usualAlpn, together: this.#refusals.together })
  }
}
