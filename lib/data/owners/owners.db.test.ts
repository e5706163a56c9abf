import { beforeEach, expect, test } from 'vitest'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { exportFormats } from '#lib/export/formats/index.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addIdentity, countRows } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import { requireFilter } from '../filter.ts'
import { ownerFilter } from './filter.ts'
import { importOwners } from './import-owners.ts'
import { exportOwners, listOwners } from './list-owners.ts'
import { ownerExport } from './owner-row.ts'
import { removeOwner, saveOwner, saveOwners } from './save-owners.ts'

testDatabase('test')

const analyst: Principal = { kind: 'token', id: 't', name: 'Ana', role: 'analyst' }
const viewer: Principal = { ...analyst, role: 'viewer' }
const now = new Date('2026-11-23T12:00:00Z')

beforeEach(async () => {
  const id = await addIdentity('a.test', { owner: 'Payments' })
  await addIdentity('b.test', { owner: 'Payments' })
  await addIdentity('c.test', { owner: 'Old team' })
  await addFinding({ identityId: id })
  await pool().query('UPDATE identity SET open_findings = 1 WHERE id = $1', [id])
})

const list = async (query: string) =>
  (await listOwners(viewer, requireFilter(ownerFilter, new URLSearchParams(query)))).rows

test('the list holds who is on record and whom identities name, with what each owns', async () => {
  await saveOwners(
    analyst,
    [
      { name: 'Nobody yet', contact: '#x' },
      { name: 'Old team', active: false, since: '2026-09-30' },
    ],
    'hand',
    now,
  )
  expect(await list('')).toMatchObject([
    { name: 'Nobody yet', active: true, source: 'hand', contact: '#x', identities: 0, openFindings: 0 },
    { name: 'Old team', active: false, since: new Date('2026-09-30'), identities: 1 },
    { name: 'Payments', active: true, source: null, identities: 2, openFindings: 1 },
  ])
  const names = async (query: string) => (await list(query)).map(({ name }) => name)
  expect(await names('active=false')).toEqual(['Old team'])
  expect(await names('recorded=false')).toEqual(['Payments'])
  expect(await names('owning=true&sort=-identities')).toEqual(['Payments', 'Old team'])
  expect(await names('q=%23X')).toEqual(['Nobody yet'])
  for (const sort of ['name', '-name', 'identities', '-identities', 'findings', '-findings']) {
    const whole = await names(`sort=${sort}`)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const filter = requireFilter(
        ownerFilter,
        new URLSearchParams(`sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`),
      )
      const page = await listOwners(viewer, filter)
      expect(page.total).toEqual({ count: 3, exact: true })
      paged.push(...page.rows.map(({ name }) => name))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(whole)
  }
})

test('a directory’s list is read line by line, and what we export can be read again', async () => {
  const csv =
    'Name;Active;Since;Contact;Ignored\nPayments;yes;;#payments;1\n\nOld team;no;2026-09-30;;2\n;yes;;;3\nX;perhaps;;;4\nY;no;someday;;5\n'
  const imported = await importOwners(analyst, csv, now)
  expect(imported).toMatchObject({ read: 2, changed: 2, identities: 1 })
  expect(imported.problems.map(({ line }) => line)).toEqual([5, 6, 7])
  expect(await countRows('audit_entry', `action = 'owner.save' AND detail ->> 'source' = 'import'`)).toBe(2)
  expect((await importOwners(analyst, csv, now)).changed).toBe(0)
  await saveOwner(analyst, { name: '=cmd()' }, now)
  const all = requireFilter(ownerFilter, new URLSearchParams())
  const file = await new Response(exportFormats.csv.stream(ownerExport, exportOwners(viewer, all))).text()
  const before = await list('')
  await pool().query('DELETE FROM owner')
  expect((await importOwners(analyst, file, now)).problems).toEqual([])
  const told = (rows: typeof before) =>
    rows.map(({ name, active, since, contact }) => ({ name, active, since, contact }))
  expect(told(await list(''))).toEqual(told(before))
})

test('what an owner owns is judged anew where he ceases or begins to be active, and not otherwise', async () => {
  const judged = () => countRows('identity', 'evaluated_at IS NOT NULL')
  await saveOwner(analyst, { name: 'Payments', contact: '#payments' }, now)
  expect(await judged()).toBe(0)
  expect(await saveOwner(analyst, { name: 'Payments', active: false }, now)).toEqual({ changed: 1, identities: 2 })
  expect(await judged()).toBe(2)
  expect(await list('active=false')).toMatchObject([{ name: 'Payments', contact: '#payments' }])
  await removeOwner(analyst, 'Payments', now)
  expect(await list('active=false')).toEqual([])
  expect(await countRows('audit_entry', `action = 'owner.remove'`)).toBe(1)
})

test('refusals', async () => {
  await expect(saveOwner(viewer, { name: 'X' })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(importOwners(viewer, 'name\nX')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(removeOwner(viewer, 'X')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(removeOwner(analyst, 'X')).rejects.toMatchObject({ code: 'not-found' })
  await expect(saveOwner(analyst, { name: ' ' })).rejects.toMatchObject({ problems: [{ at: 'name' }] })
  expect((await importOwners(analyst, 'a,b\n1,2')).problems).toMatchObject([{ line: 1 }])
})
