import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue, findCheck } from '#lib/checks/catalogue/index.ts'
import { findFramework } from '#lib/compliance/catalogues/index.ts'
import { frameworksByUse } from '#lib/compliance/report-frameworks.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { exportFormats } from '#lib/export/formats/index.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { failureAt, handshakeAt } from '#lib/testing/observations.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { requireFilter } from '../filter.ts'
import { changeFinding } from '../findings/change-finding.ts'
import { countFindings } from '../findings/count-findings.ts'
import { findingFilter } from '../findings/filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { complianceReport } from './compliance-report.ts'
import { getControlEvidence } from './control-evidence.ts'
import { exportVerdicts, verdictExport } from './export-verdicts.ts'
import { type ComplianceScope, evidenceFilter, standingFindingsQuery } from './filter.ts'
import { listFrameworks } from './list-frameworks.ts'

testDatabase()

const viewer: Principal = { kind: 'token', id: 't', name: 'Vera', role: 'viewer' }
const now = new Date('2026-11-23T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
const ids = { payments: '', ledger: '', expired: '', healthy: '', dark: '', stray: '' }

beforeAll(async () => {
  const site = await addSite()
  ids.payments = await addIdentity('payments.example.com', { owner: 'payments' })
  ids.ledger = await addIdentity('ledger.example.com', { owner: 'ledger' })
  ids.expired = await addEndpoint(site, { host: 'payments.example.com', identityId: ids.payments })
  ids.healthy = await addEndpoint(site, { host: 'ledger.example.com', identityId: ids.ledger })
  ids.dark = await addEndpoint(site, { host: 'dark.example.com', identityId: ids.ledger })
  ids.stray = await addEndpoint(site, { host: 'stray.example.com' })
  const root = createRoot({ notBefore: inDays(-400) })
  const ended = root.issue({ dns: ['payments.example.com'], notBefore: inDays(-90), notAfter: inDays(-1) })
  const fresh = root.issue({ dns: ['ledger.example.com'], notBefore: inDays(-1), notAfter: inDays(60) })
  await recordObservations(systemPrincipal, [
    { endpointId: ids.expired, observations: [handshakeAt({ at: now, chain: [ended.der, root.der] })] },
    { endpointId: ids.healthy, observations: [handshakeAt({ at: now, chain: [fresh.der, root.der] })] },
    { endpointId: ids.dark, observations: [failureAt({ kind: 'timeout', during: 'connect' }, { at: now })] },
  ])
  const endpointIds = [ids.expired, ids.healthy, ids.dark, ids.stray]
  await evaluateSubjects(systemPrincipal, { endpointIds, identityIds: [ids.payments, ids.ledger] }, now)
})

const scopes = (): ComplianceScope[] => [
  {},
  { owner: ['payments'] },
  { owner: ['none'] },
  { identity: [ids.ledger] },
  { environment: ['none'] },
  { owner: ['nobody'] },
]

interface Exported {
  readonly control: string
  readonly checkId: string | null
  readonly controlStatus: string
  readonly subject: string | null
  readonly outcome: string
  readonly observationIds: string | null
  readonly certificateSha256: string | null
}

async function exported(framework: string, scope: ComplianceScope): Promise<Exported[]> {
  const report = await reportOf(framework, scope)
  return JSON.parse(await new Response(exportFormats.json.stream(verdictExport, exportVerdicts(viewer, report))).text())
}

function reportOf(id: string, scope: ComplianceScope = {}) {
  const framework = findFramework(id)
  if (framework === null) throw new Error(`no framework ${id}`)
  return complianceReport(viewer, { framework, scope, now })
}

const reported = frameworksByUse.reported.map(({ id }) => id)

test.each(reported)(
  '%s: report, export, evidence and findings agree in every scope',
  { timeout: 60_000 },
  async (id) => {
    for (const scope of scopes()) {
      const report = await reportOf(id, scope)
      const lines = await exported(id, scope)
      for (const { control, counts, checks, findings } of report.controls) {
        const own = lines.filter((line) => line.control === control.id)
        const verdicts = own.filter((line) => line.subject !== null)
        const count = (outcome: string) => verdicts.filter((line) => line.outcome === outcome).length
        const said = {
          pass: count('pass'),
          fail: count('fail'),
          notApplicable: count('not-applicable'),
          notAssessed: count('not-assessed'),
        }
        expect(said, control.id).toEqual({
          pass: counts.pass,
          fail: counts.fail,
          notApplicable: counts.notApplicable,
          notAssessed: counts.notAssessed,
        })
        expect(own.length, `${control.id} is never left out`).toBeGreaterThan(0)
        const standing = findings.open + findings.acknowledged + findings.accepted + findings.falsePositive
        const filter = requireFilter(
          findingFilter,
          new URLSearchParams(
            standingFindingsQuery(
              checks.map(({ checkId }) => checkId),
              scope,
            ),
          ),
        )
        if (checks.length > 0) expect((await countFindings(viewer, filter)).count).toBe(standing)
      }
    }
  },
)

test('the evidence of a control lists exactly the verdicts that its counts say', async () => {
  const framework = findFramework('owasp-nhi')
  const control = framework?.controls.find(({ id }) => id === 'NHI7:2025')
  if (!framework || !control) throw new Error('the catalogue has changed')
  for (const outcome of ['pass', 'fail', 'not-assessed', 'not-applicable'] as const) {
    const filter = requireFilter(evidenceFilter, new URLSearchParams({ outcome, limit: '100' }))
    const { assessed, verdicts } = await getControlEvidence(viewer, { framework, control, filter })
    const counts = {
      pass: assessed.counts.pass,
      fail: assessed.counts.fail,
      'not-applicable': assessed.counts.notApplicable,
      'not-assessed': assessed.counts.notAssessed,
    }
    expect(verdicts.total).toEqual({ count: counts[outcome], exact: true })
    expect(verdicts.rows.every((row) => row.outcome === outcome)).toBe(true)
  }
})

test.each(['-severity', 'severity', 'since', '-since'])(
  'evidence by %s: pages follow one another without a gap or a double',
  async (sort) => {
    const framework = findFramework('nist-sp-800-53')
    const control = framework?.controls.find(({ id }) => id === 'SC-23')
    if (!framework || !control) throw new Error('the catalogue has changed')
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = `sort=${sort}&limit=7${cursor === null ? '' : `&cursor=${cursor}`}`
      const { verdicts } = await getControlEvidence(viewer, {
        framework,
        control,
        filter: requireFilter(evidenceFilter, new URLSearchParams(query)),
      })
      seen.push(...verdicts.rows.map(({ id }) => id))
      cursor = verdicts.nextCursor
      if (cursor === null) expect(seen.length).toBe(verdicts.total.count)
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(seen.length)
  },
)

test('every verdict of a handshake carries its observations, their time, the method and the leaf', async () => {
  const framework = findFramework('nist-sp-800-53')
  const control = framework?.controls.find(({ id }) => id === 'SC-23')
  if (!framework || !control) throw new Error('the catalogue has changed')
  const filter = requireFilter(
    evidenceFilter,
    new URLSearchParams(`identity=${ids.payments}&outcome=fail,pass&limit=100`),
  )
  const { verdicts } = await getControlEvidence(viewer, { framework, control, filter })
  const observation = await oneRow('SELECT id FROM observation WHERE endpoint_id = $1', [ids.expired])
  expect(verdicts.rows.length).toBeGreaterThan(0)
  for (const row of verdicts.rows) {
    expect(row).toMatchObject({
      observationIds: [observation.id],
      observedAt: now,
      method: expect.stringMatching(/^Active TLS handshake/),
    })
    expect(row.certificateSha256).toMatch(/^[0-9a-f]{64}$/)
  }
})

describe('what is unknown', () => {
  test('never makes a control satisfied', async () => {
    for (const id of reported) {
      for (const scope of scopes()) {
        const { controls } = await reportOf(id, scope)
        for (const assessed of controls) {
          if (assessed.status !== 'satisfied') continue
          expect(assessed.counts).toMatchObject({ fail: 0, notAssessed: 0, checksNotRun: 0 })
          expect(assessed.counts.pass).toBeGreaterThan(0)
        }
      }
    }
  })

  test('a scope without anything is not assessed throughout', async () => {
    for (const id of reported) {
      const { controls, totals, coverage } = await reportOf(id, { owner: ['nobody'] })
      expect(totals).toEqual({
        satisfied: 0,
        'not-satisfied': 0,
        'partly-assessed': 0,
        'not-assessed': controls.length,
      })
      expect(coverage).toMatchObject({ endpoints: 0, identities: 0, verdicts: 0, observedFrom: null })
    }
  })

  test('an endpoint that was never reached is told in coverage and in reasons', async () => {
    const { coverage, notAssessed } = await reportOf('owasp-nhi')
    expect(coverage).toMatchObject({ endpoints: 4, reached: 2, unreached: 1, neverScanned: 1, identities: 2 })
    expect(notAssessed.length).toBeGreaterThan(0)
    expect(notAssessed.every(({ count, reason }) => count > 0 && reason !== '')).toBe(true)
  })
})

describe('what is in service', () => {
  test('and was never judged is not assessed by every check, in counts, evidence and export alike', async () => {
    const before = await reportOf('nist-csf')
    const waiting = await addEndpoint(await addSite('waiting'), { host: 'waiting.example.com' })
    const after = await reportOf('nist-csf')
    for (const [index, { control, counts, checks }] of after.controls.entries()) {
      const perEndpoint = checks.filter(({ checkId }) => findCheck(checkId)?.subject === 'endpoint').length
      expect(counts.notAssessed, control.id).toBe((before.controls[index]?.counts.notAssessed ?? 0) + perEndpoint)
      if (perEndpoint > 0) expect(after.controls[index]?.status).not.toBe('satisfied')
    }
    const lines = (await exported('nist-csf', {})).filter(({ subject }) => subject === 'waiting.example.com:443')
    expect(new Set(lines.map(({ outcome }) => outcome))).toEqual(new Set(['not-assessed']))
    expect(after.coverage.verdicts).toBeGreaterThan(before.coverage.verdicts)
    await pool().query('DELETE FROM endpoint WHERE id = $1', [waiting])
  })

  test('is one thing for coverage and status: what is switched off or retired counts in neither', async () => {
    const scope = { identity: [ids.ledger] }
    await pool().query('UPDATE endpoint SET enabled = false WHERE id = $1', [ids.dark])
    await pool().query('UPDATE identity SET retired_at = now() WHERE id = $1', [ids.ledger])
    const { coverage } = await reportOf('nist-csf', scope)
    expect(coverage).toMatchObject({ endpoints: 1, identities: 0 })
    const lines = (await exported('nist-csf', scope)).filter(({ subject }) => subject !== null)
    expect(lines.some(({ subject }) => subject === 'dark.example.com:443')).toBe(false)
    expect(lines.filter(({ subject }) => subject === 'ledger.example.com').map(({ outcome }) => outcome)).not.toContain(
      'pass',
    )
    await pool().query('UPDATE endpoint SET enabled = true WHERE id = $1', [ids.dark])
    await pool().query('UPDATE identity SET retired_at = NULL WHERE id = $1', [ids.ledger])
  })
})

test('an accepted finding stays a failure, and is an exception with owner, reason, end and who accepted it', async () => {
  const before = await reportOf('nist-sp-800-53', { identity: [ids.payments] })
  const { id } = await oneRow(`SELECT id FROM finding WHERE check_id = 'validity-expired'`)
  await changeFinding(
    { ...viewer, name: 'Ana', role: 'admin' },
    { id: String(id) },
    { action: 'accept', until: inDays(10), reason: '=replaced next week' },
    now,
  )
  const after = await reportOf('nist-sp-800-53', { identity: [ids.payments] })
  expect(after.exceptions).toMatchObject([
    {
      checkId: 'validity-expired',
      owner: 'payments',
      status: 'accepted',
      acceptedUntil: inDays(10),
      reason: '=replaced next week',
      decidedBy: 'Ana',
    },
  ])
  expect(after.totals).toEqual(before.totals)
  expect(after.controls.map(({ counts }) => counts)).toEqual(before.controls.map(({ counts }) => counts))
  const csv = await new Response(exportFormats.csv.stream(verdictExport, exportVerdicts(viewer, after))).text()
  expect(csv).toContain(`"'=replaced next week"`)
})

test('the overview says of each framework what its report says', async () => {
  const { frameworks } = await listFrameworks(viewer, {})
  for (const { framework, totals, withoutChecks, controls } of frameworks) {
    const report = await reportOf(framework.id)
    expect([totals, withoutChecks, controls], framework.id).toEqual([
      report.totals,
      report.withoutChecks,
      report.controls.length,
    ])
  }
})

test('a verdict of a check that is no more counts nowhere', async () => {
  const { checks } = await reportOf('nist-csf')
  const known = new Set(catalogue.map(({ id }) => id))
  expect(checks.ids.every((id) => known.has(id))).toBe(true)
})
