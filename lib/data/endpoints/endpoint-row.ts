import type { Severity } from '#lib/core/severity.ts'
import type { MtlsVerdict, OutcomeKind, Transport } from '#lib/tls/observation.ts'
import { isStale } from './endpoint-conditions.ts'
import { endpointLabel } from './endpoint-label.ts'

/** An endpoint as lists show it. */
export interface EndpointRow {
  readonly id: string
  /** `host:port`, IPv6 in brackets; the server name behind it where that is another. */
  readonly label: string
  readonly host: string
  readonly port: number
  /** SNI; empty where none is sent. */
  readonly serverName: string
  readonly transport: Transport
  readonly siteId: string
  readonly site: string
  readonly identityId: string | null
  readonly identity: string | null
  readonly boundBy: 'hand' | 'import' | 'rule' | null
  readonly environment: string | null
  readonly owner: string | null
  readonly tags: readonly string[]
  /** False: it is not scanned. */
  readonly enabled: boolean
  readonly origin: string
  /** The worst over all addresses; null where it was never scanned. */
  readonly lastOutcome: OutcomeKind | null
  readonly lastScanAt: Date | null
  /** When an address last showed its TLS. */
  readonly lastSeenAt: Date | null
  readonly nextScanAt: Date | null
  /** Scans in a row at which no address showed its TLS. */
  readonly consecutiveFailures: number
  /** Not seen within three scan intervals. */
  readonly stale: boolean
  readonly protocol: string | null
  readonly cipherSuite: string | null
  readonly keyExchangeGroup: string | null
  readonly mtls: MtlsVerdict | null
  readonly nextExpiryAt: Date | null
  readonly addressCount: number
  readonly worstSeverity: Severity | null
  readonly openFindings: number
  readonly createdAt: Date
}

/** Over `endpointTables`; `now` is a placeholder of the statement. */
export function endpointColumns(now: string): string {
  return `e.id, ${endpointLabel} AS label, e.host, e.port, e.server_name AS "serverName", e.transport,
    e.site_id AS "siteId", site.name AS site, e.identity_id AS "identityId", i.name AS identity, e.bound_by AS "boundBy",
    env.name AS environment, i.owner, e.tags, e.enabled, e.origin, e.last_outcome AS "lastOutcome",
    e.last_scan_at AS "lastScanAt", e.last_seen_at AS "lastSeenAt", e.next_scan_at AS "nextScanAt",
    e.consecutive_failures AS "consecutiveFailures", ${isStale(now)} AS stale, e.protocol,
    e.cipher_suite AS "cipherSuite", e.key_exchange_group AS "keyExchangeGroup", e.mtls, e.next_expiry_at AS "nextExpiryAt",
    e.address_count AS "addressCount", e.worst_severity AS "worstSeverity", e.open_findings AS "openFindings",
    e.created_at AS "createdAt"`
}
