import { beforeAll, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { evaluateSubjects } from '#lib/data/evaluation/evaluate-subjects.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import type { Route } from '../define-route.ts'
import { exportCompliance, getComplianceReport, listFrameworksRoute } from './compliance.ts'

testDatabase()

let token: string

beforeAll(async () => {
  token = (await createToken(systemPrincipal, { name: 'viewer', role: 'viewer' })).token
  const identityId = await addIdentity('=payments.example.com', { owner: '@finance' })
  const endpointId = await addEndpoint(await addSite(), { host: 'payments.example.com', identityId })
  await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [identityId] }, new Date())
})

function ask(
  route: Route,
  { framework, query = '', as = token }: { framework?: string; query?: string; as?: string | null } = {},
) {
  const headers = new Headers(as === null ? {} : { authorization: `Bearer ${as}` })
  const url = `http://localhost${route.path.replace('{framework}', framework ?? '')}${query}`
  return route.handler(new Request(url, { headers }), {
    params: Promise.resolve(framework === undefined ? {} : { framework }),
  })
}

test('200: the frameworks, a report and its rows tell the same', async () => {
  const overview = await (await ask(listFrameworksRoute)).json()
  const summary = overview.frameworks.find((one: { framework: { id: string } }) => one.framework.id === 'owasp-nhi')
  const report = await (await ask(getComplianceReport, { framework: 'owasp-nhi' })).json()
  expect(report.totals).toEqual(summary.totals)
  expect(report).toMatchObject({
    framework: { version: '2025', identifiers: 'official' },
    coverage: { endpoints: 1, neverScanned: 1 },
  })
  expect(report.controls.map((one: { control: { id: string } }) => one.control.id)).toContain('NHI4:2025')
  const file = await ask(exportCompliance, { framework: 'owasp-nhi', query: '?format=json' })
  expect(file.headers.get('content-disposition')).toMatch(
    /^attachment; filename="compliance-owasp-nhi-\d{4}-\d\d-\d\d\.json"$/,
  )
  const lines = await file.json()
  for (const { control, counts } of report.controls) {
    const verdicts = lines.filter(
      (line: { control: string; subject: string | null }) => line.control === control.id && line.subject !== null,
    )
    expect(verdicts.length, control.id).toBe(counts.pass + counts.fail + counts.notApplicable + counts.notAssessed)
  }
})

test('200: a CSV that no spreadsheet takes for formulas', async () => {
  const text = await (await ask(exportCompliance, { framework: 'nist-csf', query: '?format=csv' })).text()
  expect(text).toContain(`"'=payments.example.com"`)
  expect(text).toContain(`"'@finance"`)
  expect(text.split('\r\n')[0]).toContain('Control status')
})

test('400: a parameter that is not there, an id that is none, a format that is none', async () => {
  const asked = await Promise.all([
    ask(listFrameworksRoute, { query: '?status=satisfied' }),
    ask(getComplianceReport, { framework: 'owasp-nhi', query: '?identity=x' }),
    ask(exportCompliance, { framework: 'owasp-nhi' }),
    ask(exportCompliance, { framework: 'owasp-nhi', query: '?format=pdf' }),
  ])
  expect(asked.map(({ status }) => status)).toEqual([400, 400, 400, 400])
})

test('401 without a token and with a wrong one', async () => {
  for (const as of [null, 'csk_wrong']) {
    for (const route of [listFrameworksRoute, getComplianceReport, exportCompliance]) {
      expect((await ask(route, { framework: 'owasp-nhi', query: '?format=csv', as })).status).toBe(401)
    }
  }
})

test('403: no route here asks for more than a viewer, and none for less', () => {
  expect([listFrameworksRoute, getComplianceReport, exportCompliance].map(({ role }) => role)).toEqual([
    'viewer',
    'viewer',
    'viewer',
  ])
})

test('404: a framework that there is not', async () => {
  for (const framework of ['iso-27001', '../owasp-nhi', 'checks']) {
    expect((await ask(getComplianceReport, { framework })).status).toBe(404)
    expect((await ask(exportCompliance, { framework, query: '?format=csv' })).status).toBe(404)
  }
})
