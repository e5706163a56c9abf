import { sha256 } from '#lib/core/ids.ts'
import { factsVersion, type Observation, type Outcome } from '#lib/tls/observation.ts'
import { canonicalJson, storableJson } from '../storable.ts'

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
  /** A handshake finished, or the chain was shown. */
  readonly reached: boolean
  readonly factsJson: string
  readonly factsSha256: Buffer
}

export function toSighting(
  endpointId: string,
  observation: Observation,
  unreadable: ReadonlyMap<string, UnreadableCertificate>,
): Sighting {
  const { facts, outcome } = observation
  const sent = facts.chain.status === 'observed' ? facts.chain.value : []
  const finished = outcome.kind === 'handshake'
  const chain = facts.chain.status === 'observed' && (finished || sent.length > 0) ? facts.chain.value : null
  const lost = [...new Set(sent)].flatMap((hash) => unreadable.get(hash) ?? [])
  const stored = lost.length === 0 ? facts : { ...facts, unreadableCertificates: lost }
  return {
    endpointId,
    ip: observation.address?.replace(/%.*$/, '') ?? null,
    at: observation.startedAt,
    outcome,
    observation,
    chain,
    reached: finished || chain !== null,
    factsJson: storableJson(stored),
    factsSha256: sha256(`${factsVersion}\n${canonicalJson(outcome)}\n${canonicalJson(stored)}`),
  }
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
