import type { z } from 'zod'
import { severities } from '#lib/core/severity.ts'
import { type MtlsVerdict, type OutcomeKind, type ProtocolVersion, transports } from '#lib/tls/observation.ts'
import { filterSchema } from '../filter.ts'
import { dateField, enumField, flagField, idField, listField, textField } from '../filter-field.ts'
import { clusterField } from '../reuse/cluster-field.ts'

/** As lists show them: from seeing most to seeing nothing. */
export const outcomeKinds = [
  'handshake',
  'alert',
  'protocol-error',
  'too-much-data',
  'starttls-refused',
  'plaintext-after-starttls',
  'other-protocol',
  'not-tls',
  'closed',
  'reset',
  'refused',
  'timeout',
  'unreachable',
  'dns-failure',
  'blocked-by-scope',
] as const satisfies readonly OutcomeKind[]

/**
 * What the last scan makes of an endpoint: `reachable` (an address showed its TLS), `unreachable` (none did) and
 * `never` part the estate; `stale` is what was seen once and not within three scan intervals.
 */
export const reachStates = ['reachable', 'unreachable', 'never', 'stale'] as const

export const protocolVersions = [
  'TLSv1.3',
  'TLSv1.2',
  'TLSv1.1',
  'TLSv1',
  'SSLv3',
] as const satisfies readonly ProtocolVersion[]

export const mtlsVerdicts = [
  'ENFORCED',
  'REQUESTED-ONLY',
  'ACCEPTS-UNTRUSTED',
  'NOT-REQUESTED',
  'UNKNOWN',
] as const satisfies readonly MtlsVerdict[]

export const bindingOrigins = ['hand', 'import', 'rule'] as const

/** The one filter of endpoints: page, API, export, saved view, bulk action and every count. */
export const endpointFilter = filterSchema(
  {
    /** In the host, the SNI or the identity's name. */
    q: textField('Search'),
    reach: enumField('Reach', reachStates),
    outcome: enumField('Last outcome', outcomeKinds),
    transport: enumField('Transport', transports),
    protocol: enumField('Protocol', protocolVersions),
    mtls: enumField('Client certificates', mtlsVerdicts),
    identity: idField('Identity'),
    /** Whether it is bound to an identity at all. */
    bound: flagField('Has an identity'),
    binding: enumField('Bound by', bindingOrigins),
    /** Names; `none`. */
    environment: listField('Environment'),
    /** Names; `none`. */
    owner: listField('Owner'),
    site: idField('Site'),
    tag: listField('Tag'),
    enabled: flagField('Scanned'),
    severity: enumField('Worst finding', severities),
    /** Before this instant. */
    expiresBefore: dateField('Expires before'),
    /** On record since. */
    createdAfter: dateField('Added from'),
    /** That use what this cluster shares. */
    cluster: clusterField('Cluster'),
    /** Those that a scan took. */
    inScan: idField('Scan'),
    /** Those that a discovery run found. */
    inRun: idField('Discovery run'),
  },
  { keys: ['host', 'lastScan', 'expiry', 'severity'], default: 'host' },
)

export type EndpointFilter = z.output<typeof endpointFilter>

/** What narrows, without order and place. */
export type EndpointConditions = Omit<EndpointFilter, 'sort' | 'cursor' | 'limit'>
