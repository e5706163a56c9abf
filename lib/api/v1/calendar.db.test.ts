import { beforeAll, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { evaluateSubjects } from '#lib/data/evaluation/evaluate-subjects.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { createFeed } from '#lib/data/rotations/create-feed.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { listTokens } from '#lib/data/tokens/list-tokens.ts'
import { revokeToken } from '#lib/data/tokens/revoke-token.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { calendarFeed } from './calendar.ts'
import { getMe } from './me.ts'

testDatabase()

const root = createRoot()
const now = new Date()
const identityIds: string[] = []
const inMs = (ms: number) => new Date(now.getTime() + ms)

beforeAll(async () => {
  const site = await addSite()
  const environmentId = String((await oneRow(`INSERT INTO environment (name) VALUES ('production') RETURNING id`)).id)
  const serve = async (name: string, fromMs: number, toMs: number, more: Parameters<typeof addIdentity>[1] = {}) => {
    const identityId = await addIdentity(name, more)
    identityIds.push(identityId)
    const endpointId = await addEndpoint(site, { identityId })
    const { der } = root.issue({ dns: ['x.example.com'], notBefore: inMs(fromMs), notAfter: inMs(toMs) })
    await recordObservations(systemPrincipal, [
      { endpointId, observations: [handshakeAt({ at: now, chain: [der, root.der] })] },
    ])
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [identityId] })
  }
  await serve('pay, the second; service.example.com', -30 * dayMs, 60 * dayMs, { environmentId, owner: 'payments' })
  await serve('weekly.example.com', -dayMs, 6 * dayMs)
  await serve('late.example.com', -95 * dayMs, 5 * dayMs, { environmentId })
  await serve('over.example.com', -100 * dayMs, -10 * dayMs)
  await serve('far.example.com', -1 * dayMs, 397 * dayMs)
  await serve('spiffe://estate/svid', -hourMs / 4, (hourMs * 3) / 4, { kind: 'spiffe' })
})

async function read(url: string, headers: Record<string, string> = {}) {
  const response = await calendarFeed.handler(new Request(url, { headers }), { params: Promise.resolve({}) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, lines: text.replaceAll('\r\n ', '').split('\r\n') }
}

const feed = (scope = '', days = '90') => createFeed(systemPrincipal, { name: 'team', scope, days, expiresDays: 90 })
const summaries = (lines: readonly string[]) =>
  lines.filter((line) => line.startsWith('SUMMARY:')).map((line) => line.slice('SUMMARY:'.length))

describe('the feed', () => {
  test('holds what is due and what expires within its days, what is overdue until it ends, and nothing that ended', async () => {
    const { status, headers, lines } = await read((await feed()).url)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(headers.get('cache-control')).toContain('no-store')
    expect(summaries(lines)).toEqual([
      'Rotate weekly.example.com',
      'weekly.example.com expires',
      String.raw`Rotate pay\, the second\; service.example.com`,
      String.raw`pay\, the second\; service.example.com expires`,
      'Rotate late.example.com (overdue)',
      'late.example.com expires',
    ])
  })

  test('names the hour for a week’s life, and the day for one of months', async () => {
    const { lines } = await read((await feed()).url)
    const starts = lines.filter((line) => line.startsWith('DTSTART'))
    expect(starts.map((line) => /^DTSTART(:\d{8}T\d{6}Z|;VALUE=DATE:\d{8})$/.test(line))).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
    ])
    expect(starts.map((line) => line.includes('VALUE=DATE'))).toEqual([false, false, true, true, true, true])
  })

  test('keeps the name of each event from one reading to the next', async () => {
    const { url } = await feed()
    const uids = async () => (await read(url)).lines.filter((line) => line.startsWith('UID:'))
    const before = await uids()
    await evaluateSubjects(systemPrincipal, { endpointIds: [], identityIds })
    expect(await uids()).toEqual(before)
    expect(new Set(before).size).toBe(6)
  })

  test('is narrowed by environment and owner, as the page was', async () => {
    expect(summaries((await read((await feed('owner=payments')).url)).lines)).toHaveLength(2)
    expect(summaries((await read((await feed('environment=production&owner=nobody')).url)).lines)).toEqual([])
    expect(summaries((await read((await feed('environment=none', '5')).url)).lines)).toEqual([])
  })

  test('lists lives of less than a day where it is asked to', async () => {
    const { lines } = await read(`${(await feed('owner=none')).url}&lives=all`)
    expect(summaries(lines)).toContain('Rotate spiffe://estate/svid')
  })
})

describe('the token of a feed', () => {
  test('opens nothing else, and no other token opens the feed', async () => {
    const { url } = await feed()
    const token = new URL(url).searchParams.get('token') ?? ''
    const asBearer = new Request('http://localhost/api/v1/me', { headers: { authorization: `Bearer ${token}` } })
    expect((await getMe.handler(asBearer, { params: Promise.resolve({}) })).status).toBe(401)
    const api = await createToken(systemPrincipal, { name: 'api', role: 'admin' })
    const path = 'http://localhost/api/v1/calendar.ics'
    expect((await read(`${path}?token=${api.token}`)).status).toBe(401)
    expect((await read(path, { authorization: `Bearer ${api.token}` })).status).toBe(401)
    expect((await read(path, { authorization: `Bearer ${token}` })).status).toBe(401)
  })

  test('ends where it is revoked', async () => {
    const { id, url } = await feed()
    expect((await read(url)).status).toBe(200)
    await revokeToken(systemPrincipal, id)
    expect((await read(url)).status).toBe(401)
  })

  test('is listed by its purpose, and made by no viewer', async () => {
    const { id } = await feed()
    expect((await listTokens(systemPrincipal, 'calendar')).map((token) => token.id)).toContain(id)
    expect((await listTokens(systemPrincipal, 'api')).map((token) => token.id)).not.toContain(id)
    const viewer = { ...systemPrincipal, role: 'viewer' } as const
    await expect(
      createFeed(viewer, { name: 'x', scope: '', days: '90', expiresDays: undefined }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a refusal does not repeat it', async () => {
    const { text } = await read(`http://localhost/api/v1/calendar.ics?token=cs_${'x'.repeat(43)}`)
    expect(text).not.toContain('xxxx')
  })
})
