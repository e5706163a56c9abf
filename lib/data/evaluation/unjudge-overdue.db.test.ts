import { beforeAll, expect, test } from 'vitest'
import { findFramework } from '#lib/compliance/catalogues/index.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { complianceReport } from '../compliance/compliance-report.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { evaluateDue } from './evaluate-due.ts'
import { evaluateSubjects } from './evaluate-subjects.ts'
import { unjudgeOverdue } from './unjudge-overdue.ts'

testDatabase()

const viewer: Principal = { kind: 'token', id: 't', name: 'Vera', role: 'viewer' }
const now = new Date()
const later = (ms: number) => new Date(now.getTime() + ms)
const ids = { identity: '', one: '', other: '' }
const judged = `outcome <> 'not_assessed'`

beforeAll(async () => {
  const site = await addSite()
  ids.identity = await addIdentity('pay.example.com')
  ids.one = await addEndpoint(site, { host: 'pay.example.com', identityId: ids.identity })
  ids.other = await addEndpoint(site, { host: 'pay2.example.com', identityId: ids.identity })
  const root = createRoot({ notBefore: later(-400 * dayMs) })
  const { der } = root.issue({ dns: ['pay.example.com'], notBefore: later(-dayMs), notAfter: later(60 * dayMs) })
  const observations = [handshakeAt({ at: now, chain: [der, root.der] })]
  await recordObservations(systemPrincipal, [
    { endpointId: ids.one, observations },
    { endpointId: ids.other, observations: [handshakeAt({ at: now, address: '192.0.2.11', chain: [der, root.der] })] },
  ])
  await evaluateSubjects(systemPrincipal, { endpointIds: [ids.one, ids.other], identityIds: [ids.identity] }, now)
})

async function due(id: string, at: Date): Promise<void> {
  await pool().query('UPDATE endpoint SET reevaluate_at = $2 WHERE id = $1', [id, at])
}

test('what is due and waits for less than an hour stays as it is', async () => {
  await due(ids.one, later(-hourMs / 2))
  expect(await unjudgeOverdue(now)).toBe(0)
})

test('what no worker came to for an hour is unknown: verdicts, rungs and the report; a worker judges it again', async () => {
  const before = await ladder()
  const passing = await countRows('verdict', judged)
  await due(ids.one, later(-2 * hourMs))
  expect(await unjudgeOverdue(now)).toBe(1)
  expect(await unjudgeOverdue(now)).toBe(0)
  expect(await countRows('verdict', `subject_id = '${ids.one}' AND ${judged}`)).toBe(0)
  expect(await countRows('verdict', `subject_id = '${ids.other}' AND ${judged}`)).toBeGreaterThan(0)
  expect(Object.values(await ladder())).not.toContain('pass')
  const framework = findFramework('nist-sp-800-53')
  if (framework === null) throw new Error('the catalogue has changed')
  const report = await complianceReport(viewer, { framework, scope: {} })
  expect(report.totals.satisfied).toBe(0)
  expect(report.notAssessed.some(({ reason }) => reason.startsWith('due to be judged again'))).toBe(true)
  expect(await evaluateDue(now)).toBeGreaterThan(0)
  expect(await ladder()).toEqual(before)
  expect(await countRows('verdict', judged)).toBe(passing)
})

test('a failure stays where an endpoint that is judged may be what fails, and is unknown where none is', async () => {
  await pool().query(`UPDATE identity SET trusted = 'fail' WHERE id = $1`, [ids.identity])
  await due(ids.one, later(-2 * hourMs))
  await unjudgeOverdue(now)
  expect(await ladder()).toMatchObject({ trusted: 'fail' })
  await due(ids.other, later(-2 * hourMs))
  await unjudgeOverdue(now)
  expect(await ladder()).toMatchObject({ trusted: 'not_assessed' })
})

function ladder() {
  return oneRow('SELECT encrypted, trusted, bound, current, mutual, proven FROM identity WHERE id = $1', [ids.identity])
}
