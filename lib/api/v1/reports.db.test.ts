import Papa from 'papaparse'
import { beforeAll, expect, test } from 'vitest'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { evaluateSubjects } from '#lib/data/evaluation/evaluate-subjects.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { workAtReport } from '#lib/data/report-snapshots/work-at-report.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { reportFormats } from '#lib/export/report/index.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { Route } from '../define-route.ts'
import {
  cancelReport,
  compareReports,
  createReport,
  deleteReport,
  exportReport,
  exportReportChanges,
  getReport,
  listReportChanges,
  listReports,
  reportRoutes,
} from './reports.ts'

testDatabase()

process.env.COUNTERSIGN_SECRET ??= 'a secret that only tests know, long enough'

const bearer = new Map<Role, string>()
const now = new Date()
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
const frameworks = ['owasp-nhi', 'pci-dss']
let judge: (name: string) => Promise<void>

beforeAll(async () => {
  for (const role of roles) bearer.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const identityId = await addIdentity('pay.test', { owner: '=payments' })
  const endpointId = await addEndpoint(await addSite(), { host: 'pay.test', identityId })
  const root = createRoot({ notBefore: inDays(-400) })
  judge = async (name) => {
    const { der } = root.issue({ dns: [name], notBefore: inDays(-30), notAfter: inDays(30) })
    const observations = [handshakeAt({ at: now, chain: [der, root.der] })]
    await recordObservations(systemPrincipal, [{ endpointId, observations }])
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [identityId] }, now)
  }
  await judge('pay.test')
})

interface Asked {
  readonly as?: Role | null
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
}

async function ask(route: Route, { as = 'admin', params = {}, query = '', body }: Asked = {}) {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (as) headers.set('authorization', `Bearer ${bearer.get(as)}`)
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const request = new Request(`http://localhost${path}${query}`, { method: route.method, headers, ...init })
  const response = await route.handler(request, { params: Promise.resolve(params) })
  const bytes = Buffer.from(await response.arrayBuffer())
  const text = bytes.toString('utf8')
  const name = response.headers.get('content-disposition') ?? ''
  return { status: response.status, name, bytes, text, body: text.startsWith('{') ? JSON.parse(text) : null }
}

async function made(name: string): Promise<string> {
  const asked = await ask(createReport, { as: 'analyst', body: { name, frameworks } })
  expect(asked).toMatchObject({ status: 202 })
  await workAtReport(asked.body.id, { signal: new AbortController().signal, lastAttempt: true })
  return asked.body.id
}

test('401 without a token; a viewer reads, an analyst makes and cancels, an administrator deletes', async () => {
  for (const route of reportRoutes) {
    const body = route.body === undefined ? undefined : {}
    expect(await ask(route, { as: null, body })).toMatchObject({ status: 401 })
    if (route.method === 'GET') expect(route.role).toBe('viewer')
    else expect(await ask(route, { as: 'viewer', body })).toMatchObject({ status: 403 })
  }
  expect(await ask(deleteReport, { as: 'analyst', params: { id: 'x' } })).toMatchObject({ status: 403 })
})

test('a report is ordered, shown as it is made, listed, handed out in every format and forgotten', async () => {
  const asked = await ask(createReport, { as: 'analyst', body: { name: '=Quarter', frameworks } })
  const params = { id: asked.body.id }
  expect(await ask(getReport, { as: 'viewer', params })).toMatchObject({
    body: { status: 'queued', summary: null, sha256: null, intact: null },
  })
  expect(await ask(exportReport, { as: 'viewer', params, query: '?format=json' })).toMatchObject({ status: 409 })
  await workAtReport(params.id, { signal: new AbortController().signal, lastAttempt: true })
  const report = await ask(getReport, { as: 'viewer', params })
  expect(report.body).toMatchObject({ status: 'done', intact: true, name: '=Quarter', summary: { id: params.id } })
  expect(await ask(listReports, { as: 'viewer', query: '?q=quart&status=done' })).toMatchObject({
    body: { rows: [{ id: params.id, frameworks }], total: { count: 1, exact: true } },
  })
  for (const { key, extension } of reportFormats) {
    const file = await ask(exportReport, { as: 'viewer', params, query: `?format=${key}` })
    expect(file, key).toMatchObject({ status: 200 })
    expect(file.name).toContain(`${report.body.sha256.slice(0, 8)}.${extension}"`)
    expect(file.bytes.length, key).toBeGreaterThan(20)
  }
  expect(await ask(exportReport, { params, query: '?format=docx' })).toMatchObject({ status: 400 })
  expect(await ask(cancelReport, { params })).toMatchObject({ status: 409 })
  expect(await ask(deleteReport, { params })).toMatchObject({ status: 204 })
  expect(await ask(getReport, { params })).toMatchObject({ status: 404 })
})

test('what cannot be asked is refused, each problem with its place', async () => {
  const refused = await ask(createReport, { body: { name: ' ', frameworks: ['iso-27001'], scope: { owner: 'x' } } })
  expect(refused).toMatchObject({ status: 400 })
  expect(refused.body.errors.map(({ at }: { at: string }) => at)).toEqual(
    expect.arrayContaining(['body.name', 'body.frameworks.0', 'body.scope.owner']),
  )
})

test('two reports are compared: in numbers, by page and as a file that no spreadsheet runs', async () => {
  const before = await made('Before')
  await judge('other.test')
  const params = { id: await made('After') }
  const against = `?against=${before}`
  const compared = await ask(compareReports, { as: 'viewer', params, query: against })
  expect(compared.body).toMatchObject({ before: { id: before }, after: { id: params.id }, differences: [] })
  expect(compared.body.verdicts.worse).toBeGreaterThan(0)
  const worse = `${against}&change=worse`
  const changes = await ask(listReportChanges, { as: 'viewer', params, query: `${worse}&limit=1` })
  expect(changes.body.total.count).toBe(compared.body.verdicts.worse)
  const file = await ask(exportReportChanges, { as: 'viewer', params, query: `${worse}&format=csv` })
  const { data } = Papa.parse<Record<string, string>>(file.text, { header: true, skipEmptyLines: true })
  expect(data.length).toBe(compared.body.verdicts.worse)
  expect(new Set(data.map((line) => line.Owner))).toEqual(new Set(["'=payments"]))
  expect(await ask(compareReports, { params: { id: before }, query: `?against=${params.id}` })).toMatchObject({
    status: 400,
  })
})
