import type { ObservationRow, ReportSource, VerdictRow } from '#lib/compliance/report-snapshot.ts'
import { uuidV5 } from '../uuid-v5.ts'

export interface OscalIdentity {
  readonly name: string
  readonly environment: string | null
  readonly owner: string | null
}

export interface OscalEndpoint {
  readonly name: string
  readonly identityId: string | null
  readonly addresses: Set<string>
  place: Pick<ObservationRow, 'host' | 'port' | 'serverName' | 'transport'> | null
  /** Checks that passed there, in the order of their coming. */
  readonly passed: string[]
}

/**
 * What the file refers to, gathered before it is written: an entry for each identity, endpoint and owner, never one for
 * each judgement, so that memory grows with the estate alone.
 */
export interface OscalEstate {
  readonly identities: ReadonlyMap<string, OscalIdentity>
  readonly endpoints: ReadonlyMap<string, OscalEndpoint>
  readonly owners: ReadonlySet<string>
}

export async function readEstate(source: ReportSource): Promise<OscalEstate> {
  const identities = new Map<string, OscalIdentity>()
  const endpoints = new Map<string, OscalEndpoint>()
  const owners = new Set<string>()
  const addSubject = (row: Subject): OscalEndpoint | null => {
    if (row.owner !== null) owners.add(row.owner)
    if (row.identity && !identities.has(row.identity.id)) {
      identities.set(row.identity.id, { name: row.identity.name, environment: row.environment, owner: row.owner })
    }
    if (row.subjectKind === 'identity') {
      const { subjectName: name, environment, owner } = row
      if (!identities.has(row.subjectId)) identities.set(row.subjectId, { name, environment, owner })
      return null
    }
    const known = endpoints.get(row.subjectId)
    if (known) return known
    const made = emptyEndpoint(row.subjectName, row.identity?.id ?? null)
    endpoints.set(row.subjectId, made)
    return made
  }
  for await (const row of source.rows('verdict')) {
    const endpoint = addSubject(row)
    if (row.outcome === 'pass') endpoint?.passed.push(row.checkId)
  }
  for await (const row of source.rows('finding')) addSubject(row)
  for await (const row of source.rows('observation')) addPlace(endpoints, row)
  return { identities, endpoints, owners }
}

type Subject = Pick<VerdictRow, 'subjectKind' | 'subjectId' | 'subjectName' | 'identity' | 'environment' | 'owner'>

function addPlace(endpoints: Map<string, OscalEndpoint>, row: ObservationRow): void {
  const known = endpoints.get(row.endpointId) ?? emptyEndpoint(`${row.host}:${row.port}`, null)
  endpoints.set(row.endpointId, known)
  known.place ??= { host: row.host, port: row.port, serverName: row.serverName, transport: row.transport }
  if (row.ip !== null) known.addresses.add(row.ip)
}

function emptyEndpoint(name: string, identityId: string | null): OscalEndpoint {
  return { name, identityId, addresses: new Set(), place: null, passed: [] }
}

/** The ids that a file of one report gives to what it holds. */
export function oscalIds(reportId: string) {
  const of = (kind: string) => (key: string) => uuidV5(reportId, 'oscal', kind, key)
  return {
    document: of('document')('assessment-results'),
    result: of('result')('estate'),
    tool: of('component')('tool'),
    platform: of('platform')('scanner'),
    plan: of('resource')('plan'),
    snapshot: of('resource')('snapshot'),
    framework: of('resource-framework'),
    party: of('party'),
    identity: of('identity'),
    endpoint: of('endpoint'),
    check: of('check'),
    checkObservation: of('check-observation'),
    passObservation: of('pass-observation'),
    observation: of('observation'),
    verdictObservation: of('verdict-observation'),
    risk: of('risk'),
    riskEntry: of('risk-entry'),
    finding: of('finding'),
  }
}

export type OscalIds = ReturnType<typeof oscalIds>
