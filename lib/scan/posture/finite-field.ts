import { dhParameters } from '#lib/tls/dh-primes.ts'
import { keyExchangeGroup } from '#lib/tls/groups.ts'
import type { Asker } from '../ask.ts'
import { finiteFieldGroups } from './candidates.ts'
import { Elimination } from './elimination.ts'
import type { Enumeration } from './enumeration.ts'
import { refusesList } from './refusal.ts'
import { authenticationOf, isDhe } from './suite-traits.ts'
import { versionOffer } from './version-offer.ts'
import type { TlsVersion } from './versions.ts'

/**
 * The groups of RFC 7919 that the server negotiates up to TLS 1.2, by suites with ephemeral Diffie-Hellman alone. One
 * that uses its own prime whatever is offered negotiates none, even if that prime is one of theirs.
 */
export async function askFiniteFields(
  asker: Asker,
  version: Exclude<TlsVersion, 'TLSv1.3' | 'SSLv3'>,
  enumeration: Enumeration,
  serverName: string,
): Promise<Elimination<number>> {
  const fields = new Elimination(finiteFieldGroups)
  const { suites, probe } = enumeration
  const dhe = suites.accepted.filter((id) => isDhe(id) && authenticationOf(id) !== 'anon')
  if (dhe.length === 0) {
    if (suites.complete) return new Elimination<number>([])
    fields.fail(suites.failure ?? 'not-asked')
  }
  while (fields.open) {
    const groups = fields.narrowed()
    const lists = { ...probe.acceptedLists(), suites: dhe, groups }
    const answer = await asker.ask(versionOffer(version, serverName, lists), 'server-flight')
    if (answer.kind === 'failed') fields.fail(answer.reason)
    else if (answer.kind === 'refused') {
      if (refusesList(answer.alert)) fields.refuse(groups)
      else fields.fail(`alert-${answer.alert.name}`)
    } else {
      probe.evidence.take(answer.flight)
      if (!answer.flight.helloDone) {
        fields.fail('not-shown')
        break
      }
      const prime = answer.flight.keyExchange?.dh?.prime
      const group = prime && groupOf(prime)
      if (group === undefined || !groups.includes(group)) return new Elimination<number>([])
      fields.choose(groups, group)
    }
  }
  return fields
}

function groupOf(prime: Uint8Array): number | undefined {
  const { known } = dhParameters(prime)
  return finiteFieldGroups.find((id) => keyExchangeGroup(id).name === known)
}
