import { expect, test } from 'vitest'
import { catalogue } from '#lib/checks/catalogue/index.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { checkFilter } from './check-filter.ts'
import { getCheckStanding } from './check-standing.ts'
import { evidenceFilter } from './filter.ts'
import { listChecks } from './list-checks.ts'

testDatabase('test')

const list = (query: Record<string, string>) => listChecks(systemPrincipal, requireFilter(checkFilter, query))
const page = (id: string, query: Record<string, string> = {}) =>
  getCheckStanding(systemPrincipal, id, requireFilter(evidenceFilter, query))

/** An endpoint whose certificate ended, and one that nobody has come to. */
async function estate() {
  const site = await addSite()
  const at = new Date()
  const endpointId = await addEndpoint(site, { identityId: await addIdentity('payments.example.com') })
  await addEndpoint(site)
  const root = createRoot()
  const ended = root.issue({ dns: ['payments.example.com'], notAfter: new Date(at.getTime() - 1000) })
  await recordObservations(
    systemPrincipal,
    [{ endpointId, observations: [handshakeAt({ at, chain: [ended.der, root.der] })] }],
    at,
  )
}

test('an estate without anything still shows every check', async () => {
  const all = await list({})
  expect(all.map(({ check }) => check.id)).toEqual(catalogue.map(({ id }) => id))
  expect(all.every(({ counts, standing }) => counts.fail + counts['not-assessed'] + standing === 0)).toBe(true)
})

test('the counts of the list, of the page and of its rows are the same, by outcome', async () => {
  await estate()
  for (const { check, counts, standing } of await list({ q: 'expired' })) {
    const shown = await page(check.id)
    expect(shown.counts).toEqual(counts)
    expect(shown.standing).toBe(standing)
    for (const outcome of ['fail', 'not-assessed', 'pass', 'not-applicable'] as const) {
      const { verdicts } = await page(check.id, { outcome })
      expect(verdicts.total).toEqual({ count: counts[outcome], exact: true })
    }
  }
})

test('reasons lead to exactly those that they hold for', async () => {
  await estate()
  const { reasons, counts } = await page('validity-expired')
  expect(reasons.reduce((sum, { count }) => sum + count, 0)).toBe(counts['not-assessed'])
  for (const { reason, count } of reasons) {
    expect((await page('validity-expired', { outcome: 'not-assessed', reason })).verdicts.total.count).toBe(count)
  }
})

test('the filter narrows by group, by what they need and by what they give', async () => {
  await estate()
  const transparency = await list({ group: 'transparency' })
  expect(new Set(transparency.map(({ check }) => check.group))).toEqual(new Set(['transparency']))
  expect((await list({ needs: 'dns' })).map(({ check }) => check.id)).toEqual(['caa-not-restrictive'])
  const failing = await list({ outcome: 'fail' })
  expect(failing.some(({ check }) => check.id === 'validity-expired')).toBe(true)
  expect(failing.every(({ counts }) => counts.fail > 0)).toBe(true)
})
