import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogue } from '#lib/checks/catalogue/index.ts'
import { frameworksByUse } from '#lib/compliance/report-frameworks.ts'
import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { severities } from '#lib/core/severity.ts'
import { dayMs } from '#lib/core/time.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { exportFormats } from '#lib/export/formats/index.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { type NumberedList, overviewNumbers } from '#lib/testing/overview-numbers.ts'
import { estateEnvironments, estateOwners, estatePlan, plantEstate } from '#lib/testing/random-estate.ts'
import { allRows } from './all-rows.ts'
import { countCertificates } from './certificates/count-certificates.ts'
import { certificateFilter, certificateRoles, expiryPresets } from './certificates/filter.ts'
import { exportCertificates, listCertificates } from './certificates/list-certificates.ts'
import { complianceReport } from './compliance/compliance-report.ts'
import { type ComplianceScope, verdictFilter, verdictOutcomes } from './compliance/filter.ts'
import { listEvidence } from './compliance/list-evidence.ts'
import { listVerdicts } from './compliance/list-verdicts.ts'
import { countEndpoints } from './endpoints/count-endpoints.ts'
import { endpointFilter, reachStates } from './endpoints/filter.ts'
import { exportEndpoints, listEndpoints } from './endpoints/list-endpoints.ts'
import { filterToQuery, requireFilter } from './filter.ts'
import { countFindings } from './findings/count-findings.ts'
import { findingFilter, findingStatuses } from './findings/filter.ts'
import { findingGroupings, groupFindings } from './findings/group-findings.ts'
import { exportFindings, listFindings } from './findings/list-findings.ts'
import { countIdentities } from './identities/count-identities.ts'
import { identityFilter, provenAnswers, rungStatuses } from './identities/filter.ts'
import { exportIdentities, listIdentities } from './identities/list-identities.ts'
import { getOverview } from './reports/overview.ts'
import { rotationFilter } from './rotations/filter.ts'
import { countRotationsOf, exportRotations, listRotations } from './rotations/list-rotations.ts'

testDatabase()

const viewer: Principal = { kind: 'user', id: 'vera', name: 'Vera', role: 'viewer' }
const now = new Date()
const day = (days: number) => new Date(now.getTime() + days * dayMs).toISOString()
const query = (text: string) => new URLSearchParams(text)

interface Row {
  readonly id: string
}

/** One list of the product: what its page, its count and its export say of a query. */
interface Listed {
  page(text: string): Promise<Page<Row>>
  count(text: string): Promise<BoundedCount>
  exported(text: string): AsyncIterable<Row>
  /** Values of each parameter that random filters take. */
  readonly values: Readonly<Record<string, readonly string[]>>
  readonly sorts: readonly string[]
}

const places = {
  environment: ['none', ...estateEnvironments].map(escaped),
  owner: ['none', ...estateOwners].map(escaped),
}

const lists: Readonly<Record<NumberedList, Listed>> = {
  findings: {
    page: (text) => listFindings(viewer, requireFilter(findingFilter, query(text))),
    count: (text) => countFindings(viewer, requireFilter(findingFilter, query(text))),
    exported: (text) => exportFindings(viewer, requireFilter(findingFilter, query(text))),
    values: {
      ...places,
      status: ['all', ...findingStatuses, 'open,accepted'],
      severity: [...severities, 'high,critical'],
      check: ['validity-expired', 'inventory-owner-missing,chain-incomplete'],
      bound: ['true', 'false'],
      q: ['e1', 'expired'],
      openedAfter: [day(-2)],
    },
    sorts: ['severity', '-opened', 'lastSeen'],
  },
  identities: {
    page: (text) => listIdentities(viewer, requireFilter(identityFilter, query(text)), now),
    count: (text) => countIdentities(viewer, requireFilter(identityFilter, query(text))),
    exported: (text) => exportIdentities(viewer, requireFilter(identityFilter, query(text)), now),
    values: {
      ...places,
      proven: provenAnswers,
      trusted: rungStatuses,
      current: ['pass,not-assessed', 'fail'],
      severity: ['none', 'high,critical', 'none,low'],
      retired: ['all', 'yes', 'no'],
      endpoints: ['true', 'false'],
      expiresBefore: [day(3)],
    },
    sorts: ['name', '-severity', 'expiry', '-rotation', 'findings', 'seen'],
  },
  endpoints: {
    page: (text) => listEndpoints(viewer, requireFilter(endpointFilter, query(text)), now),
    count: (text) => countEndpoints(viewer, requireFilter(endpointFilter, query(text)), now),
    exported: (text) => exportEndpoints(viewer, requireFilter(endpointFilter, query(text)), now),
    values: {
      ...places,
      reach: [...reachStates, 'stale,never'],
      outcome: ['handshake', 'timeout,refused'],
      bound: ['true', 'false'],
      enabled: ['true', 'false'],
      severity: ['high,critical', 'low'],
      expiresBefore: [day(3)],
      q: ['e1'],
    },
    sorts: ['host', '-lastScan', 'expiry', '-severity'],
  },
  certificates: {
    page: (text) => listCertificates(viewer, requireFilter(certificateFilter, query(text)), now),
    count: (text) => countCertificates(viewer, requireFilter(certificateFilter, query(text)), now),
    exported: (text) => exportCertificates(viewer, requireFilter(certificateFilter, query(text)), now),
    values: {
      ...places,
      expiry: [...expiryPresets, 'expired,7d'],
      role: certificateRoles,
      served: ['true', 'false'],
      q: ['e1', 'Random'],
    },
    sorts: ['expiry', '-firstSeen', 'subject'],
  },
  rotations: {
    page: (text) => listRotations(viewer, requireFilter(rotationFilter, query(text))),
    count: (text) => countRotationsOf(viewer, requireFilter(rotationFilter, query(text))),
    exported: (text) => exportRotations(viewer, requireFilter(rotationFilter, query(text))),
    values: {
      ...places,
      kept: ['true', 'false'],
      late: ['true', 'false'],
      since: [day(-2)],
      until: [day(-2)],
      q: ['e1'],
    },
    sorts: ['-at', 'age', 'lifeLeft'],
  },
  verdicts: {
    page: (text) => listVerdicts(viewer, requireFilter(verdictFilter, query(text))),
    count: async (text) => (await listVerdicts(viewer, requireFilter(verdictFilter, query(text)))).total,
    exported: (text) => pagesOf('verdicts', text, 100),
    values: { ...places, outcome: [...verdictOutcomes, 'pass,fail'], check: ['validity-expired', 'chain-incomplete'] },
    sorts: ['-since', 'severity'],
  },
}

const names = ['findings', 'identities', 'endpoints', 'certificates', 'rotations', 'verdicts'] as const

/** A comma within a name is no separator. */
function escaped(name: string): string {
  return name.replaceAll(',', '\\,')
}

function pagesOf(list: NumberedList, text: string, limit: number): AsyncGenerator<Row> {
  return allRows((cursor) => {
    const place = new URLSearchParams(text)
    place.set('limit', String(limit))
    if (cursor !== undefined) place.set('cursor', cursor)
    return lists[list].page(place.toString())
  })
}

const idColumn: readonly ExportColumn<Row>[] = [{ key: 'id', label: 'Id', value: ({ id }) => id }]

/** As whoever opens the file reads it. */
async function idsInFile(list: NumberedList, text: string): Promise<string[]> {
  const file = await new Response(exportFormats.json.stream(idColumn, lists[list].exported(text))).text()
  const read: readonly Row[] = JSON.parse(file)
  return read.map(({ id }) => id)
}

/** Up to three parameters with random values, in a random order of rows. */
function queryOf(list: NumberedList): fc.Arbitrary<string> {
  const { values, sorts } = lists[list]
  return fc
    .tuple(
      fc.subarray(Object.keys(values), { maxLength: 3 }),
      fc.infiniteStream(fc.nat({ max: 99 })),
      fc.constantFrom(...sorts),
    )
    .map(([keys, numbers, sort]) => {
      const text = new URLSearchParams({ sort })
      for (const key of keys) {
        const choices = values[key] ?? []
        text.set(key, choices[numbers.next().value % choices.length] ?? '')
      }
      return text.toString()
    })
}

const queries = fc.tuple(...names.map((name) => fc.array(queryOf(name), { minLength: 3, maxLength: 3 })))
const scope = fc.record(
  {
    environment: fc.constantFrom(['none'], [...estateEnvironments]),
    owner: fc.constantFrom(['none'], [...estateOwners]),
  },
  { requiredKeys: [] },
)

test('count, list, export and chart of one filter agree, whatever the estate and the filter', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      estatePlan,
      queries,
      scope,
      fc.integer({ min: 1, max: 7 }),
      async (plan, chosen, within, limit) => {
        await plantEstate(plan, now)
        for (const [index, name] of names.entries()) {
          for (const text of chosen[index] ?? []) await listAgrees(name, text, limit)
        }
        for (const text of chosen[0] ?? []) await groupsAgree(text)
        await overviewAgrees(within.environment)
        await controlsAgree({ environment: within.environment?.slice(), owner: within.owner?.slice() })
      },
    ),
    { numRuns: 5, endOnFailure: true },
  )
})

async function listAgrees(name: NumberedList, text: string, limit: number): Promise<void> {
  const paged = (await Array.fromAsync(pagesOf(name, text, limit))).map(({ id }) => id)
  const said = `${name}?${text}`
  expect(new Set(paged).size, said).toBe(paged.length)
  expect(await idsInFile(name, text), said).toEqual(paged)
  expect(await lists[name].count(text), said).toEqual({ count: paged.length, exact: true })
  expect((await lists[name].page(text)).total, said).toEqual({ count: paged.length, exact: true })
}

/** The chart of groups: its sums, and the list that each bar leads to. */
async function groupsAgree(text: string): Promise<void> {
  const filter = requireFilter(findingFilter, query(text))
  const { count } = await lists.findings.count(text)
  for (const by of findingGroupings) {
    const { groups } = await groupFindings(viewer, filter, by)
    expect(
      groups.reduce((sum, { total }) => sum + total, 0),
      `${by} ${text}`,
    ).toBe(count)
    for (const { total, counts, narrowed } of groups) {
      expect(Object.values(counts).reduce((sum, one) => sum + one)).toBe(total)
      expect((await lists.findings.count(filterToQuery(filter, narrowed))).count, `${by} ${text}`).toBe(total)
    }
  }
}

async function overviewAgrees(environment: readonly string[] | undefined): Promise<void> {
  const overview = await getOverview(viewer, environment === undefined ? {} : { environment }, now)
  for (const { list, count, query: text } of overviewNumbers(overview))
    expect((await lists[list].count(text)).count, `${list}?${text}`).toBe(count)
  for (const { states } of overview.ladder.rungs)
    expect(Object.values(states).reduce((sum, { count }) => sum + count, 0)).toBe(overview.ladder.identities.count)
  expect(overview.severities.severities.reduce((sum, { open }) => sum + open, 0)).toBe(overview.severities.total)
}

/** The counts of a control are those of the list of its evidence. */
async function controlsAgree(within: ComplianceScope): Promise<void> {
  const [framework] = frameworksByUse.reported
  if (framework === undefined) throw new Error('no framework is reported')
  const report = await complianceReport(viewer, { framework, scope: within, now })
  for (const { control, counts, checks } of report.controls) {
    for (const [outcome, count] of [
      ['pass', counts.pass],
      ['fail', counts.fail],
      ['not-applicable', counts.notApplicable],
      ['not-assessed', counts.notAssessed],
    ] as const) {
      const filter = { ...requireFilter(verdictFilter, query('')), ...within, outcome: [outcome] }
      const { total } = await listEvidence(
        viewer,
        checks.map(({ checkId }) => checkId),
        filter,
      )
      expect(total.count, `${control.id} ${outcome}`).toBe(count)
    }
  }
  expect(report.coverage.verdicts).toBe(
    (
      await listEvidence(
        viewer,
        catalogue.map(({ id }) => id),
        { ...requireFilter(verdictFilter, query('')), ...within },
      )
    ).total.count,
  )
}
