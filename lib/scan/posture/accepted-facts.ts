import { failed, type Observed, observed } from '#lib/core/observed.ts'
import { keyExchangeGroup } from '#lib/tls/groups.ts'
import type { Accepted, NamedGroup, RefusedFamily } from '#lib/tls/observation.ts'
import { signatureSchemeName } from '#lib/tls/signature-schemes.ts'
import { cipherSuite } from '#lib/tls/suites.ts'
import type { Elimination } from './elimination.ts'

/** Suites by their names; failed where nothing of the list was learned. */
export function suiteFacts(list: Elimination<number>): Observed<Accepted<string>> {
  return listFacts(list, (id) => cipherSuite(id).name)
}

/** Named groups, and those of RFC 7919 (null before TLS 1.0 and in TLS 1.3, where they are among the others). */
export function groupFacts(
  list: Elimination<number>,
  fields: Elimination<number> | null,
): Observed<Accepted<NamedGroup>> {
  const facts = listFacts(list, keyExchangeGroup)
  if (fields === null || fields.accepted.length === 0 || facts.status !== 'observed') {
    if (facts.status !== 'observed' || !fields?.failure) return facts
    return observed({ ...facts.value, complete: false })
  }
  const more = sorted(fields)
  const preferences = [facts.value.preference, more.preference].filter((one) => one === 'server' || one === 'client')
  return observed({
    accepted: [...facts.value.accepted, ...more.accepted.map(keyExchangeGroup)],
    preference: facts.value.accepted.length === 0 ? more.preference : (preferences[0] ?? 'unknown'),
    complete: facts.value.complete && more.complete,
  })
}

/** Says of a list that is not complete what is known not to be on it. */
export function withRefused<Item>(
  fact: Observed<Accepted<Item>>,
  family: RefusedFamily | undefined,
): Observed<Accepted<Item>> {
  if (fact.status !== 'observed' || fact.value.complete || family === undefined) return fact
  return observed({ ...fact.value, refused: [family] })
}

/** Schemes with which the server signed; failed where that was cut short. */
export function schemeFacts(list: Elimination<number>): Observed<readonly string[]> {
  if (!list.complete && list.failure !== 'not-offered') return failed(list.failure ?? 'not-asked')
  return observed(list.accepted.toSorted((left, right) => left - right).map(signatureSchemeName))
}

export function nameFacts(list: Elimination<string>): Observed<readonly string[]> {
  return list.complete ? observed(list.inOrder()) : failed(list.failure ?? 'not-asked')
}

function listFacts<Item>(list: Elimination<number>, nameOf: (id: number) => Item): Observed<Accepted<Item>> {
  if (list.accepted.length === 0 && !list.complete) return failed(list.failure ?? 'not-asked')
  const { accepted, ...rest } = sorted(list)
  return observed({ accepted: accepted.map(nameOf), ...rest })
}

/** In the order of the registry where the server has none. */
function sorted(list: Elimination<number>): Accepted<number> {
  const result = list.result()
  if (result.preference === 'server') return result
  return { ...result, accepted: result.accepted.toSorted((left, right) => left - right) }
}
