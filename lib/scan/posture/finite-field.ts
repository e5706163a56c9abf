import { dhParameters } from '#lib/tls/dh-primes.ts'
import { keyExchangeGroup } from '#lib/tls/groups.ts'
import type { Asker } from '../ask.ts'
import { finiteFieldGroups } from './candidates.ts'
import { Elimination } from './elimination.ts'
import type { Enumeration } from './enumeration.ts'
import { choiceOf } from './flight-choice.ts'
import { breakOf, breaksDown, refusesList } from './refusal.ts'
import { authenticationOf, isDhe } from './suite-traits.ts'
import { versionOffer } from './version-offer.ts'
import type { TlsVersion } from './versions.ts'

export interface FiniteFieldOptions {
  readonly asker: Asker
  readonly version: Exclude<TlsVersion, 'TLSv1.3' | 'SSLv3'>
  readonly enumeration: Enumeration
  readonly serverName: string
  /** Nothing speaks against a server that has suites for clients alone which name one of these groups. */
  readonly mayWantNames: boolean
}

/**
 * The groups of RFC 7919 that the server negotiates up to TLS 1.2, by suites with ephemeral Diffie-Hellman alone. One
 * that uses its own prime whatever is offered negotiates none, even if that prime is one of theirs.
 */
export async function askFiniteFields(options: FiniteFieldOptions): Promise<Elimination<number>> {
  const { asker, version, enumeration, serverName, mayWantNames } = options
  const fields = new Elimination(finiteFieldGroups)
  const { suites, probe } = enumeration
  if (mayWantNames && suites.complete && !suites.accepted.some(isSignedDhe)) await askByName(options, fields)
  const dhe = suites.accepted.filter(isSignedDhe)
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

/**
 * Suites with ephemeral Diffie-Hellman that only clients get which name a group of RFC 7919: so GnuTLS has them where its
 * application gave it no parameters. Among all suites they were refused, for no such group is named there, or the
 * parameters of others would not show. Each answer tells a group, too.
 */
async function askByName(options: FiniteFieldOptions, fields: Elimination<number>): Promise<void> {
  const { asker, version, enumeration, serverName } = options
  const { suites, probe } = enumeration
  const known = suites.accepted.length
  suites.reopen(isSignedDhe)
  while (suites.open) {
    const offered = suites.narrowed()
    const groups = fields.whole()
    const lists = { ...probe.acceptedLists(), suites: offered, groups }
    const answer = await asker.ask(versionOffer(version, serverName, lists), 'server-flight')
    if (answer.kind === 'failed') suites.fail(answer.reason)
    else if (answer.kind === 'refused') {
      if (refusesList(answer.alert) || breaksDown(answer.alert)) suites.refuse(offered)
      else suites.fail(`alert-${answer.alert.name}`)
    } else if (breakOf(answer)) {
      // It was chosen before, and could not be used then either.
      suites.drop(choiceOf(answer.flight)?.suite ?? 0)
    } else {
      const choice = answer.flight.helloDone ? choiceOf(answer.flight) : null
      if (choice?.version !== version || suites.choose(offered, choice.suite) !== 'new') suites.fail('not-shown')
      probe.evidence.take(answer.flight)
      const prime = answer.flight.keyExchange?.dh?.prime
      const group = prime && groupOf(prime)
      if (group !== undefined) fields.choose(groups, group)
    }
  }
  // Beside the others they were never on offer.
  if (known > 0 && suites.accepted.length > known) suites.loseOrder()
}

function isSignedDhe(suite: number): boolean {
  return isDhe(suite) && ['rsa', 'dss'].includes(authenticationOf(suite))
}

function groupOf(prime: Uint8Array): number | undefined {
  const { known } = dhParameters(prime)
  return finiteFieldGroups.find((id) => keyExchangeGroup(id).name === known)
}
