import { hash } from 'node:crypto'
import { groupsExtent, type ListExtent, suitesExtent } from '#lib/compliance/list-extent.ts'
import type { ObservationRow, ReportSource } from '#lib/compliance/report-snapshot.ts'

/** One version of TLS with the suites and groups that go with it; endpoints that are set up alike share it. */
export interface CbomProtocol {
  readonly ref: string
  readonly version: string
  readonly suites: readonly string[]
  readonly groups: readonly string[]
  /** Of what is accepted; null where only what was negotiated is known. */
  readonly suitesExtent: ListExtent | null
  readonly groupsExtent: ListExtent | null
  readonly places: Set<string>
}

export interface CbomEndpoint {
  readonly ref: string
  /** As it was seen first; what is shared with others stands beside it. */
  readonly row: Omit<ObservationRow, 'chain' | 'suites' | 'groups' | 'suitesComplete' | 'groupsComplete'>
  readonly addresses: Set<string>
  readonly protocols: Set<string>
  readonly certificates: Set<string>
}

export interface CbomEstate {
  readonly protocols: ReadonlyMap<string, CbomProtocol>
  readonly endpoints: ReadonlyMap<string, CbomEndpoint>
}

/** What endpoints and protocols were seen: memory grows with the endpoints, not with certificates or judgements. */
export async function readCbomEstate(source: ReportSource): Promise<CbomEstate> {
  const protocols = new Map<string, CbomProtocol>()
  const endpoints = new Map<string, CbomEndpoint>()
  for await (const row of source.rows('observation')) {
    const { chain, suites: _, groups: __, suitesComplete: ___, groupsComplete: ____, ...kept } = row
    const endpoint = endpoints.get(row.endpointId) ?? {
      ref: `endpoint:${row.endpointId}`,
      row: kept,
      addresses: new Set(),
      protocols: new Set(),
      certificates: new Set(),
    }
    endpoints.set(row.endpointId, endpoint)
    if (row.ip !== null) endpoint.addresses.add(row.ip)
    for (const sha256 of chain) endpoint.certificates.add(sha256)
    for (const seen of protocolsOf(row)) {
      const known = protocols.get(seen.ref) ?? seen
      protocols.set(known.ref, known)
      known.places.add(`${row.host}:${row.port}`)
      endpoint.protocols.add(known.ref)
    }
  }
  return { protocols, endpoints }
}

/** Of TLS 1.3 alone: what a server agrees on with ML-KEM says nothing of its earlier versions. */
const isOfTls13 = (group: string) => /MLKEM/i.test(group)

function protocolsOf(row: ObservationRow): readonly CbomProtocol[] {
  const { suites, protocol, cipherSuite } = row
  const enumerated = Object.entries(suites ?? {}).map(([version, names]) => ({
    version,
    names,
    extent: suitesExtent(row, version),
  }))
  // The version that was spoken is spoken, whether or not its suites could be asked for.
  const isNew = protocol !== null && !enumerated.some(({ version }) => version === protocol)
  const names = cipherSuite === null ? [] : [cipherSuite]
  const seen = isNew ? [...enumerated, { version: protocol, names, extent: null }] : enumerated
  const groups = row.groups ?? (row.keyExchangeGroup === null ? [] : [row.keyExchangeGroup])
  const ofGroups = groupsExtent(row)
  return seen.map(({ version, names: own, extent }) => {
    const its = version === 'TLSv1.3' ? groups : groups.filter((group) => !isOfTls13(group))
    const key = hash('sha256', JSON.stringify([version, own, its, extent, ofGroups]), 'hex').slice(0, 32)
    const ref = `protocol:${version}:${key}`
    return { ref, version, suites: own, groups: its, suitesExtent: extent, groupsExtent: ofGroups, places: new Set() }
  })
}
