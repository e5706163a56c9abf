import { sha256 } from '#lib/core/ids.ts'
import { valueOf } from '#lib/core/observed.ts'
import { type Depth, factsVersion, type Observation, type Outcome, type TlsFacts } from '#lib/tls/observation.ts'
import { canonicalJson, storableJson } from '../storable.ts'
import { carryFacts, type SeenParts, seenParts } from './carry-facts.ts'
import { withoutVerdicts } from './stored-trust.ts'

/** A certificate that was sent and that no reader can read; kept beside the facts, so that its bytes are not lost. */
export interface UnreadableCertificate {
  readonly sha256: string
  readonly der: string
  readonly problem: string
}

/** One observation made ready for the tables. */
export interface Sighting {
  readonly endpointId: string
  /** Without a zone; null where no address was tried. */
  readonly ip: string | null
  readonly at: Date
  readonly outcome: Outcome
  readonly observation: Observation
  /**
   * SHA-256 in hex of the certificates as sent, leaf first; null where the server showed nothing. A server that shows
   * its chain and then refuses a client without a certificate (an alert) has been seen as well as one that goes on.
   */
  readonly chain: readonly string[] | null
  /** `chain` and those of the other leaves that the server holds for the name. */
  readonly chains: readonly (readonly string[])[]
  /** A handshake finished, or the chain was shown. */
  readonly reached: boolean
  /** With what the depth of the scan left out as it was seen before. */
  readonly facts: TlsFacts
  readonly seen: SeenParts
  readonly factsJson: string
  readonly factsSha256: Buffer
}

/** How an observation came about, and what was known before it. */
export interface SightingContext {
  readonly endpointId: string
  readonly depth: Depth
  /** What the address last showed; null where it never did. */
  readonly before: TlsFacts | null
  readonly unreadable: ReadonlyMap<string, UnreadableCertificate>
}

export function toSighting(
  observation: Observation,
  { endpointId, depth, before, unreadable }: SightingContext,
): Sighting {
  const { outcome } = observation
  const sent = valueOf(observation.facts.chain)
  const finished = outcome.kind === 'handshake'
  const chain = sent !== null && (finished || sent.length > 0) ? sent : null
  const reached = finished || chain !== null
  const kept = withoutVerdicts(observation.facts)
  const facts = reached && before !== null ? carryFacts(kept, depth, before) : kept
  const chains = chain === null ? [] : [chain, ...Object.values(valueOf(facts.otherChains) ?? {})]
  const lost = [...new Set(chains.flat())].flatMap((hash) => unreadable.get(hash) ?? [])
  const stored = lost.length === 0 ? facts : { ...facts, unreadableCertificates: lost }
  return {
    endpointId,
    ip: addressOf(observation),
    at: observation.startedAt,
    outcome,
    observation,
    chain,
    chains,
    reached,
    facts,
    seen: reached ? seenParts(observation.facts, depth, before) : { posture: false, mtls: 'left-out' },
    factsJson: storableJson(stored),
    factsSha256: sha256(`${factsVersion}\n${canonicalJson(outcome)}\n${canonicalJson(stored)}`),
  }
}

/** Without a zone, which the database's addresses don't have; null where none was tried. */
export function addressOf({ address }: Observation): string | null {
  return address?.replace(/%.*$/, '') ?? null
}

/** Groups in order of first appearance. */
export function groupBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
