import { isIPv6 } from 'node:net'
import { type ListExtent, listExtents } from '#lib/compliance/list-extent.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { filled } from '../json-pieces.ts'
import { type Algorithm, groupAlgorithm, suiteAlgorithms, suiteIdentifiers } from './algorithm.ts'
import { cbomProperties } from './cbom-certificate.ts'
import type { CbomEndpoint, CbomEstate, CbomProtocol } from './cbom-estate.ts'

export function protocolComponent(protocol: CbomProtocol): unknown {
  const { version, suites, groups, places } = protocol
  return {
    type: 'cryptographic-asset',
    'bom-ref': protocol.ref,
    name: version,
    cryptoProperties: {
      assetType: 'protocol',
      protocolProperties: {
        type: 'tls',
        version: versionNumber(version),
        ...filled(
          'cipherSuites',
          suites.map((name) => ({
            name,
            ...filled('algorithms', [...new Set(suiteAlgorithms(name).map(({ ref }) => ref))]),
            ...filled('identifiers', suiteIdentifiers(name)),
            ...filled('tlsGroups', groups),
          })),
        ),
        ...filled(
          'relatedCryptographicAssets',
          groups.map((name) => ({ type: 'algorithm', ref: groupAlgorithm(name).ref })),
        ),
      },
    },
    evidence: { occurrences: [...places].map((place) => ({ location: escapeUnsafe(place) })) },
    properties: cbomProperties({
      suites: extentWords(protocol.suitesExtent),
      groups: extentWords(protocol.groupsExtent),
    }),
  }
}

function extentWords(extent: ListExtent | null): string {
  return extent === null ? 'the negotiated one alone' : words[extent]
}

const words: Readonly<Record<ListExtent, string>> = {
  complete: 'all that are accepted',
  partial: 'some that are accepted; there may be more',
  unknown: 'that are accepted; whether there are more is not on record',
}

/** Whether the algorithms of each protocol are all of them, in CycloneDX's own words. */
export function compositions({ protocols }: CbomEstate): readonly unknown[] {
  const aggregates = { complete: 'complete', partial: 'incomplete', unknown: 'unknown' } as const
  return listExtents.flatMap((extent) => {
    const refs = [...protocols.values()].filter((protocol) => extentOf(protocol) === extent).map(({ ref }) => ref)
    return refs.length === 0 ? [] : [{ aggregate: aggregates[extent], dependencies: refs }]
  })
}

/** Of suites and groups together; what was only negotiated is a part. */
function extentOf({ suitesExtent, groupsExtent }: CbomProtocol): ListExtent {
  const both = [suitesExtent ?? 'partial', groupsExtent ?? 'partial']
  return both.includes('partial') ? 'partial' : both.includes('unknown') ? 'unknown' : 'complete'
}

/** `1.3` of `TLSv1.3`; versions of SSL keep their name. */
function versionNumber(version: string): string {
  const number = version.replace(/^TLSv/, '')
  return number === '1' ? '1.0' : number
}

export function protocolAlgorithms({ suites, groups }: CbomProtocol): readonly Algorithm[] {
  return [...suites.flatMap(suiteAlgorithms), ...groups.map(groupAlgorithm)]
}

/** An endpoint as a service: what is dialled. */
export function endpointService({ ref, row, addresses }: CbomEndpoint): unknown {
  const authenticated = row.mtls === 'ENFORCED' ? true : row.mtls === 'NOT-REQUESTED' ? false : null
  return {
    'bom-ref': ref,
    name: escapeUnsafe(`${row.host}:${row.port}`),
    endpoints: [dialled(row.host, row.port)],
    ...(authenticated === null ? {} : { authenticated }),
    properties: [
      ...cbomProperties({
        'endpoint-id': row.endpointId,
        'server-name': row.serverName,
        transport: row.transport,
        outcome: row.outcome,
        'client-authentication': row.mtls,
        'observed-at': row.observedAt,
        'last-seen-at': row.lastSeenAt,
        'observation-id': row.id,
      }),
      ...[...addresses].flatMap((address) => cbomProperties({ address })),
    ],
  }
}

/** A reference that is one whatever the host's text holds. */
function dialled(host: string, port: number): string {
  return `tls://${isIPv6(host) ? `[${host}]` : encodeURIComponent(escapeUnsafe(host))}:${port}`
}
