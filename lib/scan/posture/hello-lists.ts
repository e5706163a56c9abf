import { chainSchemes } from './candidates.ts'
import type { ListProbe, Setting } from './list-probe.ts'
import type { Lists } from './version-offer.ts'

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
    groups: groupsFor(probe, setting),
    schemes: risks.has('schemes') ? schemesFor(probe, setting) : wholeSchemes(probe, options),
    alpn: alpn.open && (risks.has('alpn') || probe.answers === 0) ? alpn.narrowed() : acceptedAlpn(probe, options),
  }
}

/** All that is accepted, in lists that lead to a hello. */
export function acceptedLists(probe: ListProbe, options: Omit<HelloListsOptions, 'together'>): Lists {
  const { suites, groups, schemes } = probe.lists
  const tls13 = options.version === 'TLSv1.3'
  return {
    suites: suites.known(),
    groups: tls13 ? groups.accepted : withCurve(groups.accepted, probe.evidence.certificateCurve),
    schemes: tls13 ? chainSchemes : schemes.everything(),
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

function groupsFor(probe: ListProbe, { risks, groups: list, curve }: Setting): readonly number[] {
  const { groups } = probe.lists
  const { certificateCurve } = probe.evidence
  if (list) return withCurve(list, curve ?? null)
  if (!risks.has('groups')) return withCurve(groups.whole(), certificateCurve)
  return withCurve(groups.narrowed(), curve === undefined && risks.has('suites') ? certificateCurve : (curve ?? null))
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
  return accepted.length > 0 ? accepted : usualAlpn
}

/** The curve of the certificate has to be on the list, even where the server agrees on no key with it. */
function withCurve(groups: readonly number[], curve: number | null): readonly number[] {
  return curve === null || groups.includes(curve) ? groups : [...groups, curve]
}
