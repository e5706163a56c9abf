import { beforeAll, expect, test } from 'vitest'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { createUser } from '../users/create-user.ts'
import { deleteView } from './delete-view.ts'
import { listSavedViews } from './list-saved-views.ts'
import { saveView } from './save-view.ts'

testDatabase()

let ada: Principal
let bo: Principal
let root: Principal

beforeAll(async () => {
  ada = await user('Ada', 'analyst')
  bo = await user('Bo', 'viewer')
  root = await user('Root', 'admin')
})

async function user(name: string, role: Principal['role']): Promise<Principal> {
  const id = await createUser(systemPrincipal, {
    name,
    email: `${name}@example.test`,
    password: 'correct horse battery',
    role,
  })
  return { kind: 'user', id, name, role }
}

const view = { page: '/findings', name: 'Mine', query: 'severity=high&cursor=abc', shared: false }

test('one’s own view is kept without its place in the list, and the same name replaces it', async () => {
  const id = await saveView(bo, view)
  expect(await listSavedViews(bo, '/findings')).toEqual([
    { id, name: 'Mine', query: 'severity=high', shared: false, own: true, ownerName: 'Bo' },
  ])
  expect(await saveView(bo, { ...view, query: 'severity=low' })).toBe(id)
  expect(await listSavedViews(bo, '/findings')).toMatchObject([{ query: 'severity=low' }])
  expect(await listSavedViews(bo, '/identities')).toEqual([])
  expect(await listSavedViews(ada, '/findings')).toEqual([])
  await expect(deleteView(ada, id)).rejects.toMatchObject({ code: 'not-found' })
  await expect(deleteView(root, id)).rejects.toMatchObject({ code: 'not-found' })
  await deleteView(bo, id)
  expect(await listSavedViews(bo, '/findings')).toEqual([])
})

test('a shared view is seen by all, and deleted by its owner or an administrator', async () => {
  await expect(saveView(bo, { ...view, shared: true })).rejects.toMatchObject({ code: 'forbidden' })
  const id = await saveView(ada, { ...view, shared: true })
  expect(await listSavedViews(bo, '/findings')).toMatchObject([{ id, own: false, ownerName: 'Ada' }])
  await expect(deleteView(bo, id)).rejects.toMatchObject({ code: 'not-found' })
  await deleteView(root, id)
  expect(await listSavedViews(ada, '/findings')).toEqual([])
})

test('a token has no views', async () => {
  await expect(saveView({ ...ada, kind: 'token' }, view)).rejects.toMatchObject({ code: 'forbidden' })
})
