import type { ObservationRow } from '#lib/compliance/report-snapshot.ts'
import { valueOf } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { methodText } from '../compliance/evidence-row.ts'
import { readFacts, type StoredFacts } from '../observations/read-facts.ts'
import type { Db } from '../sql.ts'
import { cursorRows } from './cursor-rows.ts'
import { observationsInScope, type PartScope } from './part-scope.ts'

interface Columns {
  id: string
  endpointId: string
  host: string
  port: number
  serverName: string
  transport: string
  ip: string | null
  outcome: string
  observedAt: Date
  lastSeenAt: Date
  facts: StoredFacts
}

/** Facts of a posture scan are long: few at once. */
const fetchSize = 100

/** What was seen, by id: what the verdicts rest on, and the newest of every address in scope. */
export async function* readObservations(tx: Db, part: PartScope): AsyncGenerator<ObservationRow> {
  const { sql, values } = observationsInScope(part)
  const text = `SELECT o.id, o.endpoint_id AS "endpointId", e.host, e.port, e.server_name AS "serverName", e.transport,
           host(a.ip) AS ip, o.outcome, o.observed_at AS "observedAt", o.last_seen_at AS "lastSeenAt", o.facts
      FROM observation o JOIN endpoint e ON e.id = o.endpoint_id LEFT JOIN address a ON a.id = o.address_id
     WHERE o.id IN (${sql}) ORDER BY o.id`
  for await (const row of cursorRows<{ [Key in keyof Columns]: Columns[Key] }>(tx, text, values.values, fetchSize)) {
    yield toRow(row)
  }
}

function toRow({ facts: stored, observedAt, lastSeenAt, ...place }: Columns): ObservationRow {
  const facts = readFacts(stored)
  const engine = valueOf(facts.trust)?.engine
  return {
    ...place,
    observedAt: observedAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    method: methodText(1, place.transport, engine === undefined ? [] : [engine]),
    chain: valueOf(facts.chain) ?? [],
    protocol: valueOf(facts.protocol),
    cipherSuite: valueOf(facts.cipherSuite)?.name ?? null,
    keyExchangeGroup: valueOf(facts.group)?.name ?? null,
    mtls: valueOf(facts.mtls)?.verdict ?? null,
    suites: suitesOf(facts),
    groups: groupsOf(facts),
    suitesComplete: suitesCompleteOf(facts),
    groupsComplete: groupsCompleteOf(facts),
  }
}

/** Of versions that were asked, the ones without an answer among them. */
function suitesCompleteOf({ suites }: TlsFacts): Readonly<Record<string, boolean>> | null {
  const byVersion = valueOf(suites)
  if (byVersion === null) return null
  return Object.fromEntries(
    Object.entries(byVersion).flatMap(([version, accepted]) =>
      accepted.status === 'skipped' ? [] : [[version, valueOf(accepted)?.complete ?? false]],
    ),
  )
}

function groupsCompleteOf({ groups }: TlsFacts): boolean | null {
  const byVersion = valueOf(groups)
  if (byVersion === null) return null
  return Object.values(byVersion).every(
    (accepted) => accepted.status === 'skipped' || (valueOf(accepted)?.complete ?? false),
  )
}

function suitesOf({ suites }: TlsFacts): ObservationRow['suites'] {
  const byVersion = valueOf(suites)
  if (byVersion === null) return null
  return Object.fromEntries(
    Object.entries(byVersion).flatMap(([version, accepted]) => {
      const known = valueOf(accepted)
      return known === null ? [] : [[version, known.accepted]]
    }),
  )
}

function groupsOf({ groups }: TlsFacts): ObservationRow['groups'] {
  const byVersion = valueOf(groups)
  if (byVersion === null) return null
  const names = Object.values(byVersion).flatMap(
    (accepted) => valueOf(accepted)?.accepted.map(({ name }) => name) ?? [],
  )
  return [...new Set(names)]
}
