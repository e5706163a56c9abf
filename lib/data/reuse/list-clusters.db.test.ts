import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { countEndpoints } from '../endpoints/count-endpoints.ts'
import { endpointFilter } from '../endpoints/filter.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { requireFilter } from '../filter.ts'
import { countFindings } from '../findings/count-findings.ts'
import { findingFilter } from '../findings/filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { requireClusterRef } from './cluster.ts'
import { reuseFilter } from './filter.ts'
import { getCluster } from './get-cluster.ts'
import { countClusters, countClustersByKind, exportClusters, listClusters } from './list-clusters.ts'
import { checksOf } from './reuse-checks.ts'

testDatabase()

const root = createRoot()
const leaf = (name: string, more = {}) => root.issue({ dns: [name], ...more })
const a = leaf('a.example.com')
const wild = leaf('*.example.com')
/** Each key twice, and one certificate more. */
const leaves = [
  a,
  leaf('b.example.com', { key: a.key }),
  wild,
  leaf('w.example.com', { key: wild.key }),
  leaf('lone.example.com'),
]
const keyOf = ['a', 'a', 'w', 'w', 'l']
const environments = ['production', 'staging', 'test']
const owners = ['payments', 'platform', null]

let siteId = ''
const environmentIds = new Map<string, string>()

beforeAll(async () => {
  siteId = await addSite()
  for (const name of environments) {
    const insert = 'INSERT INTO environment (name, production) VALUES ($1, $2) RETURNING id'
    environmentIds.set(name, String((await oneRow(insert, [name, name === 'production'])).id))
  }
})

beforeEach(async () => {
  await pool().query('TRUNCATE endpoint, identity, certificate, finding, verdict CASCADE')
})

interface Identity {
  readonly environment: string | null
  readonly owner: string | null
}

interface Place {
  readonly leaf: number
  /** Of `identities`; null: bound to none. */
  readonly identity: number | null
}

const estate = fc.record({
  identities: fc.array(
    fc.record({ environment: fc.option(fc.constantFrom(...environments)), owner: fc.constantFrom(...owners) }),
    { minLength: 3, maxLength: 3 },
  ),
  places: fc.array(fc.record({ leaf: fc.nat(leaves.length - 1), identity: fc.option(fc.nat(2), { freq: 4 }) }), {
    minLength: 1,
    maxLength: 7,
  }),
})

/** What ought to stand in the list, said as plainly as can be. */
function expected(identities: readonly Identity[], places: readonly Place[]) {
  return [...new Set(places.map((place) => keyOf[place.leaf]))].flatMap((key) => {
    const own = places.filter((place) => keyOf[place.leaf] === key)
    if (own.length < 2) return []
    const of = own.flatMap(({ identity }) => (identity === null ? [] : [identity]))
    const records = of.flatMap((index) => identities[index] ?? [])
    const count = (values: readonly unknown[]) => new Set(values).size
    const wildcard = own.filter((place) => place.leaf === 2)
    const kinds = [
      ...(count(records.flatMap(({ environment }) => environment ?? [])) > 1 ? ['environments'] : []),
      ...(count(of) > 1 ? ['identities'] : []),
      ...(count(records.map(({ owner }) => owner)) > 1 ? ['owners'] : []),
      ...(count(wildcard.map(({ identity }) => identity)) > 1 ? ['wildcard'] : []),
    ]
    const verdict = kinds.length > 0 ? 'fault' : of.length < own.length ? 'unknown' : 'design'
    return [{ kinds, verdict, endpoints: own.length, unbound: own.length - of.length, identities: count(of) }]
  })
}

async function build(identities: readonly Identity[], places: readonly Place[]): Promise<string[]> {
  const identityIds: string[] = []
  for (const [index, { environment, owner }] of identities.entries()) {
    const environmentId = environment === null ? undefined : environmentIds.get(environment)
    identityIds.push(
      await addIdentity(`i${index}.example.com`, { ...(environmentId && { environmentId }), ...(owner && { owner }) }),
    )
  }
  const endpointIds: string[] = []
  for (const place of places) {
    const identityId = place.identity === null ? undefined : identityIds[place.identity]
    const endpointId = await addEndpoint(siteId, identityId === undefined ? {} : { identityId })
    endpointIds.push(endpointId)
    const chain = [leaves[place.leaf]?.der ?? root.der, root.der]
    await recordObservations(systemPrincipal, [
      { endpointId, observations: [handshakeAt({ at: new Date(Date.now() - 60_000), chain })] },
    ])
  }
  return endpointIds
}

const filterOf = (query: string) => requireFilter(reuseFilter, new URLSearchParams(query))

test('list, counts, export, the endpoints and findings that they lead to, the checks and a naive reading agree', async () => {
  await fc.assert(
    fc.asyncProperty(estate, async ({ identities, places }) => {
      await pool().query('TRUNCATE endpoint, identity, certificate, finding, verdict CASCADE')
      const endpointIds = await build(identities, places)
      await evaluateSubjects(systemPrincipal, { endpointIds, identityIds: [] })
      const all = filterOf('verdict=all')
      const { rows, total } = await listClusters(systemPrincipal, all)
      const told = rows.map(({ kinds, verdict, endpoints, unbound, identities: count }) => {
        return { kinds, verdict, endpoints, unbound, identities: count }
      })
      const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).toSorted()
      expect(sorted(told)).toEqual(sorted(expected(identities, places)))
      expect(total).toEqual({ count: rows.length, exact: true })
      expect(sorted(await Array.fromAsync(exportClusters(systemPrincipal, all)))).toEqual(sorted(rows))
      for (const [kind, count] of await countClustersByKind(systemPrincipal, all)) {
        expect(await countClusters(systemPrincipal, { ...all, kind: [kind] })).toEqual({ count, exact: true })
      }
      for (const row of rows) {
        const endpoints = requireFilter(endpointFilter, { cluster: row.id })
        expect(await countEndpoints(systemPrincipal, endpoints)).toEqual({ count: row.endpoints, exact: true })
        const check = row.kinds.flatMap(checksOf)
        const findings = requireFilter(findingFilter, { cluster: row.id, check: check.join(',') || 'none' })
        expect(await countFindings(systemPrincipal, findings)).toEqual({ count: row.findings, exact: true })
        const detail = await getCluster(systemPrincipal, requireClusterRef(row.id))
        expect(detail.cluster).toEqual(row)
        expect(detail.places).toHaveLength(row.endpoints)
        expect(detail.groups.reduce((sum, group) => sum + group.endpoints, 0)).toBe(row.endpoints)
      }
      await expectVerdicts(rows)
    }),
    { numRuns: 12 },
  )
}, 120_000)

/** A check fails exactly at those places of clusters of its kind of which it can be told. */
async function expectVerdicts(rows: Awaited<ReturnType<typeof listClusters>>['rows']): Promise<void> {
  for (const kind of ['environments', 'identities'] as const) {
    const failing = await pool().query<{ id: string }>(
      `SELECT DISTINCT subject_id AS id FROM verdict WHERE outcome = 'fail' AND check_id = ANY ($1::text[])`,
      [checksOf(kind)],
    )
    const details = await Promise.all(
      rows
        .filter(({ kinds }) => kinds.includes(kind))
        .map(({ id }) => getCluster(systemPrincipal, requireClusterRef(id))),
    )
    const known = details.flatMap(({ places }) =>
      places.filter(({ identityId, environment }) => (kind === 'environments' ? environment : identityId) !== null),
    )
    expect(failing.rows.map(({ id }) => id).toSorted()).toEqual(known.map(({ endpointId }) => endpointId).toSorted())
  }
}

test('replicas of one identity are by design, and left out until they are asked for', async () => {
  await build(
    [{ environment: 'production', owner: 'payments' }],
    [
      { leaf: 0, identity: 0 },
      { leaf: 0, identity: 0 },
    ],
  )
  expect((await listClusters(systemPrincipal, filterOf(''))).rows).toEqual([])
  expect((await listClusters(systemPrincipal, filterOf('verdict=design'))).rows).toMatchObject([
    { verdict: 'design', kinds: [], endpoints: 2 },
  ])
})

test('a key that a renewal kept is told although one endpoint alone serves it', async () => {
  const [endpointId = ''] = await build([{ environment: 'production', owner: null }], [{ leaf: 0, identity: 0 }])
  const next = handshakeAt({ at: new Date(), chain: [leaves[1]?.der ?? root.der, root.der] })
  await recordObservations(systemPrincipal, [{ endpointId, observations: [next] }])
  const { rows } = await listClusters(systemPrincipal, filterOf('kind=rotations'))
  expect(rows).toMatchObject([{ kinds: ['rotations'], endpoints: 1, verdict: 'fault' }])
  const detail = await getCluster(systemPrincipal, requireClusterRef(rows[0]?.id ?? ''))
  expect(detail.certificates.map(({ kept, endpoints }) => [kept, endpoints]).toSorted()).toEqual([
    [0, 0],
    [1, 1],
  ])
})

test('pages follow one another without a gap or a double, in every order', async () => {
  const shared = { environment: 'production', owner: null }
  const places = leaves.flatMap((_, index) => [
    { leaf: index, identity: 0 },
    { leaf: index, identity: 1 },
  ])
  await build([shared, { environment: 'test', owner: 'platform' }], places)
  for (const sort of ['-severity', 'severity', '-endpoints', 'identities', 'expiry', '-expiry']) {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = `verdict=all&limit=1&sort=${sort}${cursor === null ? '' : `&cursor=${cursor}`}`
      const page: Awaited<ReturnType<typeof listClusters>> = await listClusters(systemPrincipal, filterOf(query))
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(3)
    expect(seen).toHaveLength(3)
  }
})
