import { describe, expect, test } from 'vitest'
import { catalogue } from '#lib/checks/catalogue/index.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot, type Issued } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { rows } from '../sql.ts'
import { evaluateDue, markSharersDue } from './evaluate-due.ts'
import { evaluateSubjects } from './evaluate-subjects.ts'

testDatabase('test')

const root = createRoot()
const start = new Date('2026-11-23T12:00:00Z')
const hour = (count: number) => new Date(start.getTime() + count * 3_600_000)

/** Valid from an hour before the start for ten hours. */
function shortLived(): Issued {
  return root.issue({ dns: ['payments.example.com'], notBefore: hour(-1), notAfter: hour(9) })
}

async function seen(endpointId: string, leaf: Issued, at: Date) {
  await recordObservations(
    systemPrincipal,
    [{ endpointId, observations: [handshakeAt({ at, chain: [leaf.der, root.der] })] }],
    at,
  )
}

async function identityWithEndpoint() {
  const identityId = await addIdentity('payments.example.com', { owner: 'team' })
  const endpointId = await addEndpoint(await addSite(), { host: 'payments.example.com', identityId })
  return { identityId, endpointId }
}

const expired = `check_id = 'validity-expired'`

async function runTo(now: Date) {
  while ((await evaluateDue(now)) > 0);
}

test('every check leaves a verdict for its subject, and a second look writes nothing', async () => {
  const { endpointId, identityId } = await identityWithEndpoint()
  await seen(endpointId, shortLived(), start)
  expect(await countRows('verdict')).toBe(catalogue.length)
  const again = await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [identityId] }, start)
  expect(again).toEqual({ verdictsWritten: 0, findingsChanged: 0 })
})

describe('time alone', () => {
  test('opens the finding of a certificate that ran out, without a scan', async () => {
    const { endpointId, identityId } = await identityWithEndpoint()
    await seen(endpointId, shortLived(), start)
    expect(await countRows('finding', expired)).toBe(0)
    const { at } = await oneRow('SELECT reevaluate_at AS at FROM endpoint WHERE id = $1', [endpointId])
    expect(at).toBeInstanceOf(Date)

    await runTo(hour(9.1))
    expect(await oneRow(`SELECT status, identity_id FROM finding WHERE ${expired}`)).toEqual({
      status: 'open',
      identity_id: identityId,
    })
    expect(await countRows('observation')).toBe(1)
    const identity = await oneRow('SELECT open_findings, current, proven FROM identity WHERE id = $1', [identityId])
    expect(identity).toMatchObject({ current: 'fail', proven: false })
    expect(Number(identity.open_findings)).toBeGreaterThan(0)
    expect(await countRows('outbox_event', `kind = 'finding-opened'`)).toBe(await countRows('finding'))
  })

  test('comes to rest: what was judged is not due again at once', async () => {
    const { endpointId } = await identityWithEndpoint()
    await seen(endpointId, shortLived(), start)
    for (const at of [1, 5, 9, 20, 500]) await runTo(hour(at))
    expect(await countRows('endpoint', `reevaluate_at <= '${hour(500).toISOString()}'`)).toBe(0)
  })

  test('ends an acceptance', async () => {
    const { endpointId } = await identityWithEndpoint()
    await seen(endpointId, shortLived(), start)
    await runTo(hour(10))
    await pool().query(`UPDATE finding SET status = 'accepted', accepted_until = $1 WHERE ${expired}`, [hour(20)])
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [] }, hour(11))
    expect(await oneRow(`SELECT status FROM finding WHERE ${expired}`)).toEqual({ status: 'accepted' })
    await runTo(hour(21))
    expect(await oneRow(`SELECT status, times_reopened FROM finding WHERE ${expired}`)).toEqual({
      status: 'open',
      times_reopened: 1,
    })
    expect(await countRows('finding_event', `kind = 'acceptance-expired'`)).toBeGreaterThan(0)
  })
})

test('a finding is resolved by a good renewal, and the same finding opens again with its history', async () => {
  const { endpointId } = await identityWithEndpoint()
  const bad = root.issue({ dns: ['payments.example.com'], notBefore: hour(-20), notAfter: hour(-10) })
  const worse = root.issue({ dns: ['payments.example.com'], notBefore: hour(-20), notAfter: hour(-11) })
  await seen(endpointId, bad, start)
  await seen(endpointId, shortLived(), hour(1))
  expect(await oneRow(`SELECT status FROM finding WHERE ${expired}`)).toEqual({ status: 'resolved' })
  await seen(endpointId, worse, hour(2))
  expect(await oneRow(`SELECT status, times_reopened FROM finding WHERE ${expired}`)).toEqual({
    status: 'open',
    times_reopened: 1,
  })
  const { id } = await oneRow(`SELECT id FROM finding WHERE ${expired}`)
  const events = await rows<{ kind: string }>(
    pool(),
    'SELECT kind FROM finding_event WHERE finding_id = $1 ORDER BY id',
    [id],
  )
  expect(events.map((event) => event.kind)).toEqual(['opened', 'resolved', 'reopened'])
})

test('an endpoint hears of a key that turned up elsewhere', async () => {
  const { endpointId } = await identityWithEndpoint()
  const other = await addEndpoint(await addSite('other'), { identityId: await addIdentity('billing.example.com') })
  const leaf = shortLived()
  await seen(endpointId, leaf, start)
  await markSharersDue(start)
  await runTo(start)
  await seen(other, leaf, hour(1))
  expect(await markSharersDue(hour(1))).toBe(2)
  expect(await evaluateDue(hour(1))).toBeGreaterThan(0)
  expect(await countRows('outbox_event', `kind = 'keys-moved'`)).toBe(0)
})

test('batches that share an identity are judged one after the other, and the last one sees all', async () => {
  const identityId = await addIdentity('payments.example.com')
  const site = await addSite()
  const ids = await Promise.all(
    Array.from({ length: 8 }, (_, index) => addEndpoint(site, { host: `h${index}`, identityId })),
  )
  await Promise.all(ids.map((id) => seen(id, shortLived(), start)))
  expect(await oneRow('SELECT endpoint_count FROM identity')).toEqual({ endpoint_count: 8 })
  const verdicts = await rows<{ count: number }>(
    pool(),
    `SELECT cardinality(observation_ids) AS count FROM verdict WHERE subject_kind = 'identity' AND subject_id = $1`,
    [identityId],
  )
  expect(new Set(verdicts.map((row) => row.count))).toEqual(new Set([8]))
})
