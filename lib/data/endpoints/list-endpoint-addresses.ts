import { valueOf } from '#lib/core/observed.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import type { Outcome, TlsFacts } from '#lib/tls/observation.ts'
import { readFacts, readOutcome, type StoredFacts, type StoredOutcome } from '../observations/read-facts.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { type CertificateSummary, findCertificateSummaries } from './certificate-summary.ts'
import { type AddressDifferences, compareAddresses } from './compare-addresses.ts'

export interface EndpointAddress {
  readonly id: string
  readonly ip: string
  readonly firstSeenAt: Date
  /** When the name last resolved to it. */
  readonly lastSeenAt: Date
  /** Set where the name no longer resolves to it. */
  readonly goneAt: Date | null
  /** How the last attempt ended. */
  readonly lastOutcome: Outcome | null
  readonly lastScanAt: Date | null
  /** Of the last attempt. */
  readonly timings: {
    readonly connectMs: number | null
    readonly handshakeMs: number | null
    readonly totalMs: number
  } | null
  /** Opened by the last scan, refused ones included; null where it was not counted. */
  readonly connections: number | null
  /** When the facts of the deeper scans were last really seen; null: never. */
  readonly postureAt: Date | null
  readonly mtlsAt: Date | null
  /** The newest observation that showed its TLS; null where none ever did. */
  readonly latest: AddressObservation | null
}

export interface AddressObservation {
  readonly observationId: string
  readonly observedAt: Date
  readonly lastSeenAt: Date
  readonly timesSeen: number
  readonly facts: TlsFacts
}

export interface EndpointAddresses {
  /** Those that the name resolves to now first, by IP. */
  readonly addresses: readonly EndpointAddress[]
  /** False: there are more than are given. */
  readonly complete: boolean
  /** Every certificate that their facts name, by SHA-256 in hex, as far as it is on record. */
  readonly certificates: ReadonlyMap<string, CertificateSummary>
  readonly differences: AddressDifferences
}

const most = 100

interface AddressColumns extends Omit<EndpointAddress, 'latest' | 'lastOutcome'> {
  readonly lastOutcome: StoredOutcome | null
  readonly observationId: string | null
  readonly observedAt: Date
  readonly factsSeenAt: Date
  readonly timesSeen: number
  readonly facts: StoredFacts
}

/** Each address behind an endpoint with what it last showed. */
export async function listEndpointAddresses(principal: Principal, endpointId: string): Promise<EndpointAddresses> {
  requireRole(principal, 'viewer')
  const found = await rows<{ [Key in keyof AddressColumns]: AddressColumns[Key] }>(
    pool(),
    `SELECT a.id, host(a.ip) AS ip, a.first_seen_at AS "firstSeenAt", a.last_seen_at AS "lastSeenAt", a.gone_at AS "goneAt",
            a.last_outcome_detail AS "lastOutcome", a.last_scan_at AS "lastScanAt", a.timings,
            a.connections, a.posture_at AS "postureAt", a.mtls_at AS "mtlsAt",
            o.id AS "observationId", o.observed_at AS "observedAt", o.last_seen_at AS "factsSeenAt", o.times_seen AS "timesSeen", o.facts
       FROM address a LEFT JOIN observation o ON o.id = a.latest_observation_id
      WHERE a.endpoint_id = $1 ORDER BY a.gone_at DESC NULLS FIRST, a.ip LIMIT ${most + 1}`,
    [endpointId],
  )
  const addresses = found.slice(0, most).map(toAddress)
  const hashes = addresses.flatMap(({ latest }) => (latest === null ? [] : hashesOf(latest.facts)))
  const certificates = await findCertificateSummaries(hashes)
  return { addresses, complete: found.length <= most, certificates, differences: compareAddresses(addresses) }
}

function toAddress({
  observationId,
  observedAt,
  factsSeenAt,
  timesSeen,
  facts,
  lastOutcome,
  ...address
}: AddressColumns): EndpointAddress {
  const latest =
    observationId === null
      ? null
      : { observationId, observedAt, lastSeenAt: factsSeenAt, timesSeen, facts: readFacts(facts) }
  return { ...address, lastOutcome: lastOutcome && readOutcome(lastOutcome), latest }
}

function hashesOf(facts: TlsFacts): readonly string[] {
  const others = Object.values(valueOf(facts.otherChains) ?? {}).flat()
  const names = Object.values(valueOf(facts.serverNames) ?? {}).flatMap(({ chain }) => chain?.slice(0, 1) ?? [])
  const opinions = [valueOf(facts.trust) ?? [], ...Object.values(valueOf(facts.otherTrust) ?? {})].flat()
  return [...(valueOf(facts.chain) ?? []), ...others, ...names, ...opinions.flatMap(({ path }) => path)]
}
