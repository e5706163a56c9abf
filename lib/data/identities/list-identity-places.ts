import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import type { Outcome, TlsFacts, Transport } from '#lib/tls/observation.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { endpointLabel } from '../endpoints/endpoint-label.ts'
import { readOutcome } from '../observations/read-facts.ts'
import { groupBy } from '../observations/sighting.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** The facts that an identity's page shows of one address. */
export type ShownFacts = Pick<TlsFacts, 'protocol' | 'cipherSuite' | 'group' | 'mtls' | 'trust' | 'chain'>

export interface PlaceAddress {
  readonly id: string
  readonly ip: string
  /** Null: never tried. */
  readonly lastOutcome: Outcome | null
  readonly lastScanAt: Date | null
  /** What the last finished handshake showed; null where none ever finished. */
  readonly facts: ShownFacts | null
  /** When these facts were first and last seen to hold. */
  readonly observedAt: Date | null
  readonly seenAt: Date | null
  /** The leaf of these facts, as far as it is on record. */
  readonly leaf: { readonly sha256: string; readonly name: string; readonly notAfter: Date } | null
}

/** An endpoint that ought to prove the identity, with its addresses. */
export interface IdentityPlace {
  readonly id: string
  /** `host:port`. */
  readonly name: string
  readonly serverName: string
  readonly transport: Transport
  readonly site: string
  readonly enabled: boolean
  readonly boundBy: 'hand' | 'import' | 'rule' | null
  /** The pattern of the rule that bound it. */
  readonly rulePattern: string | null
  readonly lastScanAt: Date | null
  /** How the last scan ended where not even an address was tried. */
  readonly lastOutcome: string | null
  /** Those that the name resolves to now, at most `mostAddresses`. */
  readonly addresses: readonly PlaceAddress[]
  readonly addressCount: number
}

export interface IdentityPlaces {
  readonly rows: readonly IdentityPlace[]
  /** True: there are more endpoints than are given. */
  readonly more: boolean
}

const mostEndpoints = 100
const mostAddresses = 20

/** The endpoints of an identity by name, switched-off ones included. Two queries. */
export async function listIdentityPlaces(principal: Principal, identityId: string): Promise<IdentityPlaces> {
  requireRole(principal, 'viewer')
  const endpoints = await rows<{ [Key in keyof Omit<IdentityPlace, 'addresses'>]: IdentityPlace[Key] }>(
    pool(),
    `SELECT e.id, ${endpointLabel} AS name,
            e.server_name AS "serverName", e.transport, s.name AS site, e.enabled, e.bound_by AS "boundBy", r.host_pattern AS "rulePattern",
            e.last_scan_at AS "lastScanAt", e.last_outcome AS "lastOutcome",
            (SELECT count(*)::int FROM address a WHERE a.endpoint_id = e.id AND a.gone_at IS NULL) AS "addressCount"
       FROM endpoint e JOIN site s ON s.id = e.site_id LEFT JOIN identity_rule r ON r.id = e.rule_id
      WHERE e.identity_id = $1 ORDER BY e.host, e.port, e.id LIMIT ${mostEndpoints + 1}`,
    [identityId],
  )
  const shown = endpoints.slice(0, mostEndpoints)
  const addresses = groupBy(await listAddresses(shown.map(({ id }) => id)), ({ endpointId }) => endpointId)
  return {
    rows: shown.map((endpoint) => ({
      ...endpoint,
      addresses: (addresses.get(endpoint.id) ?? []).map(({ endpointId: _, ...address }) => address),
    })),
    more: endpoints.length > mostEndpoints,
  }
}

function listAddresses(endpointIds: readonly string[]): Promise<({ endpointId: string } & PlaceAddress)[]> {
  return rows<{ endpointId: string } & { [Key in keyof PlaceAddress]: PlaceAddress[Key] }>(
    pool(),
    `SELECT a.endpoint_id AS "endpointId", a.id, host(a.ip) AS ip, a.last_outcome_detail AS "lastOutcome", a.last_scan_at AS "lastScanAt",
            CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('protocol', o.facts -> 'protocol', 'cipherSuite', o.facts -> 'cipherSuite',
              'group', o.facts -> 'group', 'mtls', o.facts -> 'mtls', 'trust', o.facts -> 'trust', 'chain', o.facts -> 'chain') END AS facts,
            o.observed_at AS "observedAt", o.last_seen_at AS "seenAt",
            CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('sha256', encode(c.sha256, 'hex'), 'name', ${certificateName},
              'notAfter', c.not_after) END AS leaf
       FROM (SELECT *, row_number() OVER (PARTITION BY endpoint_id ORDER BY ip) AS place
               FROM address WHERE endpoint_id = ANY ($1::uuid[]) AND gone_at IS NULL) a
       LEFT JOIN observation o ON o.id = a.latest_observation_id
       LEFT JOIN certificate c ON c.sha256 = decode(o.facts #>> '{chain,value,0}', 'hex')
      WHERE a.place <= ${mostAddresses} ORDER BY a.endpoint_id, a.place`,
    [endpointIds],
  ).then((found) =>
    found.map((row) => ({
      ...row,
      lastOutcome: row.lastOutcome && readOutcome(row.lastOutcome),
      leaf: row.leaf && { ...row.leaf, notAfter: new Date(row.leaf.notAfter) },
    })),
  )
}
