import { pool } from '#lib/db/client.ts'
import type { KeyType } from '#lib/tls/observation.ts'
import { groupBy } from '../observations/sighting.ts'
import { rows } from '../sql.ts'
import type { AddressStanding } from './due-depth.ts'

export interface KnownAddress extends AddressStanding {
  readonly endpointId: string
  /** Of the leaves beside the main one. */
  readonly otherKeyTypes: readonly KeyType[]
}

interface StandingRow extends AddressStanding {
  readonly endpointId: string
  /** Key algorithms of the leaves beside the main one that are presented now. */
  readonly otherAlgorithms: readonly string[]
}

const keyTypes: Readonly<Record<string, KeyType>> = { rsa: 'rsa', ec: 'ecdsa', ed25519: 'eddsa', ed448: 'eddsa' }

/** The addresses that endpoints' names resolve to and that once showed their TLS, by endpoint. */
export async function loadStandings(endpointIds: readonly string[]): Promise<Map<string, KnownAddress[]>> {
  if (endpointIds.length === 0) return new Map()
  const found = await rows<{ [Key in keyof StandingRow]: StandingRow[Key] }>(
    pool(),
    `SELECT a.endpoint_id AS "endpointId", o.last_seen_at >= a.last_scan_at AS confirmed, a.posture_at AS "postureAt", a.mtls_at AS "mtlsAt",
            COALESCE((o.facts #>> '{clientCertificateRequested,value}')::bool, false) AS "clientCertificateRequested",
            ARRAY(SELECT c.key_algorithm FROM presence p JOIN certificate c ON c.id = p.certificate_id
                   WHERE p.address_id = a.id AND p.closed_at IS NULL AND p.position = 0
                     AND encode(c.sha256, 'hex') IS DISTINCT FROM o.facts #>> '{chain,value,0}') AS "otherAlgorithms"
       FROM address a JOIN observation o ON o.id = a.latest_observation_id
      WHERE a.endpoint_id = ANY ($1::uuid[]) AND a.gone_at IS NULL`,
    [endpointIds],
  )
  const known = found.map(({ otherAlgorithms, ...address }) => ({
    ...address,
    otherKeyTypes: otherAlgorithms.flatMap((algorithm) => keyTypes[algorithm] ?? []),
  }))
  return groupBy(known, (address) => address.endpointId)
}
