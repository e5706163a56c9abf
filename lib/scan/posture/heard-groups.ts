import type { ServerFlight } from '#lib/tls/flight.ts'
import type { FlightChoice } from './flight-choice.ts'
import type { Setting } from './hello-lists.ts'
import type { ListProbe } from './list-probe.ts'
import type { Lists } from './version-offer.ts'

/** Whether the server is known to read what its answer to these lists depends on (GroupReading). */
export function heard(probe: ListProbe, { groups: list }: Lists, { risks }: Pick<Setting, 'risks'>): boolean {
  const { accepted } = probe.lists.groups
  if (probe.version === 'TLSv1.3' || accepted.length === 0) return true
  const whole = !risks.has('groups') && list.some((group) => accepted.includes(group))
  const { certificateCurve: curve, groupReading } = probe.evidence
  return groupReading.reaches({ list, accepted: whole ? accepted : null, curve })
}

/** What of the groups stood beside the one that was chosen, as far as the server is known to read. */
export function groupsHeard(probe: ListProbe, { groups }: Lists, chosen: number): readonly number[] {
  const read = probe.version === 'TLSv1.3' ? groups : probe.evidence.groupReading.read(groups)
  return read.includes(chosen) ? read : groups
}

/**
 * wolfSSL answers groups of which it has none all the same: in TLS 1.3 with a retry that names no group, before it with
 * P-256. From a server that takes heed of groups else this is as good as a refusal.
 */
export function takesNoGroup(
  { lists, evidence }: ListProbe,
  { retry }: ServerFlight,
  { version, group }: FlightChoice,
  { groups: list }: Lists,
  risks: Setting['risks'],
): boolean {
  const { accepted } = lists.groups
  if (!risks.has('groups') || accepted.length === 0) return false
  if (version === 'TLSv1.3') return retry !== null && group === null
  if (group === null || list.includes(group) || accepted.length === 1 || !accepted.includes(group)) return false
  return evidence.groupReading.reaches({ list, accepted: null, curve: null })
}
