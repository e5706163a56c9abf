import { chainSchemes, commonGroups } from './candidates.ts'
import { readable } from './group-reading.ts'
import type { ListName, ListProbe } from './list-probe.ts'
import { isEcdhe, isEcdsa } from './suite-traits.ts'
import type { Lists } from './version-offer.ts'

/** How one hello is put together. Lists that are not named are offered whole. */
export interface Setting {
  /** Narrowed to what is not known yet: a refusal speaks of one of them. */
  readonly risks: ReadonlySet<ListName>
  /** Of the suites, those that are accepted and fit. */
  readonly suites?: (suite: number) => boolean
  readonly suiteList?: readonly number[]
  /** Of the schemes, those that are narrowed; the others are offered whole. */
  readonly schemes?: (scheme: number) => boolean
  /** A choice of any other suite is not taken. */
  readonly only?: (suite: number) => boolean
  readonly groups?: readonly number[]
  /** A group that stands last even where the list is narrowed; null for none. Absent: the certificate's beside suites. */
  readonly curve?: number | null
  /** A hello is likely to be answered with one, so it may have an unusual form. */
  readonly likely?: boolean
}

export interface HelloListsOptions {
  readonly version: string
  /** What is sent of ALPN where it is not asked about. */
  readonly usualAlpn: readonly string[]
  /** The suites that are asked for together; all where undefined. */
  readonly together: ((suite: number) => boolean) | undefined
}

/** The lists of the next hello of a probe, from what is known so far and what it is to put at risk. */
export function helloLists(probe: ListProbe, setting: Setting, options: HelloListsOptions): Lists {
  const { risks } = setting
  const { alpn } = probe.lists
  return {
    suites: suitesFor(probe, setting, options),
    groups: groupsFor(probe, setting, options),
    schemes: risks.has('schemes') ? schemesFor(probe, setting) : wholeSchemes(probe, options),
    alpn: alpn.open && (risks.has('alpn') || probe.answers === 0) ? alpn.narrowed() : acceptedAlpn(probe, options),
  }
}

/** All that is accepted, in lists that lead to a hello. */
export function acceptedLists(probe: ListProbe, options: Omit<HelloListsOptions, 'together'>): Lists {
  const { suites, groups, schemes } = probe.lists
  const tls13 = options.version === 'TLSv1.3'
  const curve = probe.evidence.certificateCurve
  // As known now: what was offered stands for good in the choice that is made of it.
  const known = [...groups.accepted]
  return {
    suites: suites.known(),
    groups: tls13 ? known : forward(withCurve(known, curve), curve),
    schemes: tls13 ? chainSchemes : schemes.everything(),
    alpn: acceptedAlpn(probe, options),
  }
}

/** As long as these, which were refused, and with nothing but what is accepted to choose from, the groups at the end. */
export function controlLists(probe: ListProbe, refused: Lists, options: Omit<HelloListsOptions, 'together'>): Lists {
  const { suites, groups, schemes } = probe.lists
  const curve = probe.evidence.certificateCurve
  const byCurve = (suite: number) => isEcdhe(suite) && isEcdsa(suite)
  return {
    suites: suites.known(curve !== null && suites.accepted.some(byCurve) ? byCurve : isEcdhe),
    groups: withCurve(groups.wholeFrom('last'), curve),
    schemes: [...new Set([...refused.schemes, ...schemes.accepted])],
    alpn: acceptedAlpn(probe, options),
  }
}

function suitesFor(probe: ListProbe, setting: Setting, { together }: HelloListsOptions): readonly number[] {
  const { risks, suites: fits, suiteList } = setting
  const { suites } = probe.lists
  if (suiteList) return suites.steady(suiteList)
  if (risks.has('suites')) return suites.narrowed(together)
  return fits ? suites.known(fits) : suites.whole()
}

function groupsFor(
  probe: ListProbe,
  { risks, groups: list, curve }: Setting,
  { version }: HelloListsOptions,
): readonly number[] {
  const { groups } = probe.lists
  if (list) return withCurve(list, curve ?? null)
  if (version === 'TLSv1.3') return risks.has('groups') ? groups.narrowed() : groups.whole()
  const { certificateCurve, groupReading } = probe.evidence
  const short = groupReading.isShort
  if (risks.has('groups')) {
    const narrowed = short ? readable(groups.narrowed(), 10) : groups.narrowed()
    return withCurve(narrowed, curve === undefined && risks.has('suites') ? certificateCurve : (curve ?? null))
  }
  // What most servers have comes first until it is known what this one has.
  // Where a flight broke off for want of one that was read, from the other end.
  if (groups.accepted.length === 0) {
    const all = groups.wholeFrom(probe.broken ? 'last' : 'first')
    return forward(withCurve(all, certificateCurve), certificateCurve)
  }
  const whole = withCurve(groups.whole(), certificateCurve)
  return short ? foremost(whole, groups.accepted, certificateCurve) : whole
}

/** As many of the list as every server reads: something new, something known, and what may be the curve of a certificate. */
function foremost(whole: readonly number[], accepted: readonly number[], curve: number | null): readonly number[] {
  const known = whole.filter((group) => accepted.includes(group))
  const [fresh, likely] = [whole.slice(0, 3), commonGroups.filter((group) => whole.includes(group))]
  return [...new Set([...fresh, ...known.slice(0, 2), ...likely, ...(curve === null ? [] : [curve])])]
}

/** The list with this group where every server reads. */
function forward(groups: readonly number[], group: number | null): readonly number[] {
  if (group === null || readable(groups).includes(group)) return groups
  return [group, ...groups.filter((one) => one !== group)]
}

function schemesFor(probe: ListProbe, { schemes: usable }: Setting): readonly number[] {
  const { schemes } = probe.lists
  const narrowed = schemes.narrowed(usable)
  return usable ? [...narrowed, ...schemes.everything().filter((id) => !usable(id))] : narrowed
}

/**
 * TLS 1.3 wants them in every hello (RFC 8446 9.2), though nothing shows which one is used. In TLS 1.2 they speak of the
 * signatures of the chain, too (RFC 5246 7.4.2): Erlang refuses whoever names none for those that its chain bears.
 */
function wholeSchemes(probe: ListProbe, { version }: HelloListsOptions): readonly number[] {
  return version === 'TLSv1.3' ? chainSchemes : probe.lists.schemes.everything()
}

function acceptedAlpn(probe: ListProbe, { usualAlpn }: Pick<HelloListsOptions, 'usualAlpn'>): readonly string[] {
  const { accepted } = probe.lists.alpn
  return accepted.length > 0 ? [...accepted] : usualAlpn
}

/** The curve of the certificate has to be on the list, even where the server agrees on no key with it. */
function withCurve(groups: readonly number[], curve: number | null): readonly number[] {
  return curve === null || groups.includes(curve) ? groups : [...groups, curve]
}
