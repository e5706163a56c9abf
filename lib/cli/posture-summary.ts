import { isPostQuantum } from '#lib/checks/named-group.ts'
import { gradeSuite } from '#lib/checks/suite-grade.ts'
import type { Observed } from '#lib/core/observed.ts'
import { printable } from '#lib/scan/printable.ts'
import type { HttpFact } from '#lib/tls/http-fact.ts'
import type { ByVersion, Flaws, Observation, TlsFacts } from '#lib/tls/observation.ts'
import { knownFlaws, shownFlaws } from '#lib/tls/shown-flaws.ts'

/** What more connections told of an address, in a few lines; none where nothing of it was asked. */
export function postureLines({ facts, connections }: Pick<Observation, 'facts' | 'connections'>): readonly string[] {
  const lines = [
    line('versions', facts.versions, versionsText),
    line('suites', facts.suites, suitesText),
    line('groups', facts.groups, groupsText),
    line('http', facts.http, httpText),
    // Few servers have these.
    unless('npn', facts.nextProtocols, (names) => (names === null ? null : names.join(' ') || 'no name')),
    unless('clock', facts.clock, (clock) => (clock === 'not-told' ? null : clock)),
    unless('flaws', facts.flaws, flawsText),
    line('clients', facts.mtls, ({ verdict }) => verdict),
  ].flat()
  return lines.length === 0 ? [] : [...lines, `    asked    ${connections} connections`]
}

function line<T>(name: string, fact: Observed<T>, words: (value: T) => string): readonly string[] {
  if (fact.status === 'skipped') return []
  const text = fact.status === 'observed' ? words(fact.value) : `? ${fact.reason}`
  return [`    ${name.padEnd(8)} ${printable(text, 200)}`]
}

/** A line where there is something to say. */
function unless<T>(name: string, fact: Observed<T>, words: (value: T) => string | null): readonly string[] {
  const text = fact.status === 'observed' ? words(fact.value) : null
  return text === null ? [] : [`    ${name.padEnd(8)} ${printable(text, 200)}`]
}

/** Null where the server was seen to have none of them. */
function flawsText(flaws: Flaws): string | null {
  const notLearned = knownFlaws.flatMap(({ flaw, name }) => (flaws[flaw].status === 'failed' ? [`${name}?`] : []))
  return [...shownFlaws(flaws), ...notLearned].join(', ') || null
}

function httpText(http: HttpFact | null): string {
  if (http === null) return 'none'
  const { status, strictTransportSecurity: hsts, headers = {} } = http
  const others = Object.keys(headers)
  return [
    `${status}`,
    hsts === null ? 'no HSTS' : `HSTS ${hsts}`,
    ...(others.length > 0 ? [others.join(' ')] : []),
  ].join(', ')
}

function versionsText(versions: ByVersion<boolean>): string {
  return Object.entries(versions)
    .flatMap(([version, spoken]) => {
      if (spoken.status !== 'observed') return [`${version}?`]
      return spoken.value ? [version] : []
    })
    .join(' ')
}

type Lists<Name extends 'suites' | 'groups'> = Extract<TlsFacts[Name], { status: 'observed' }>['value']

function suitesText(suites: Lists<'suites'>): string {
  return Object.entries(suites)
    .map(([version, list]) => {
      if (list.status !== 'observed') return `${version} ?`
      const bad = list.value.accepted.filter((name) => !['sound', 'dated', null].includes(gradeSuite(name).grade))
      const more = list.value.complete ? '' : ' or more'
      return `${version} ${list.value.accepted.length}${more}${bad.length === 0 ? '' : ` (weak: ${bad.join(' ')})`}`
    })
    .join(', ')
}

function groupsText(groups: Lists<'groups'>): string {
  const names = Object.values(groups).flatMap((list) =>
    list.status === 'observed' ? list.value.accepted.map(({ name }) => name) : ['?'],
  )
  const distinct = [...new Set(names)]
  return `${distinct.join(' ')}${distinct.some(isPostQuantum) ? ', post-quantum' : ''}`
}
