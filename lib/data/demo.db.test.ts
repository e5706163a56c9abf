import { expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { minuteMs } from '#lib/core/time.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { countRows } from '#lib/testing/estate.ts'
import { demoStatus, isDemoRequested, noteDemo, requestDemo } from './demo.ts'

testDatabase('test')

const viewer = { kind: 'user', id: 'vera', name: 'Vera', role: 'viewer' } as const
const stage = async (now?: Date) => (await demoStatus(viewer, now)).stage

test('the way from asking to an estate that is up is told at each step', async () => {
  expect(await stage()).toBe('absent')
  await requestDemo(systemPrincipal)
  expect(await stage()).toBe('requested')
  expect(await isDemoRequested()).toBe(true)
  await noteDemo('starting')
  expect(await stage()).toBe('starting')
  await noteDemo('up')
  expect(await stage()).toBe('up')
  expect(await countRows('audit_entry', `action = 'demo.request'`)).toBe(1)
})

test('a request that no process takes up is not shown as under way', async () => {
  const now = new Date()
  await requestDemo(systemPrincipal, now)
  expect(await stage(new Date(now.getTime() + minuteMs))).toBe('unanswered')
  expect(await isDemoRequested()).toBe(true)
})

test('a start that failed says why, is not tried again by itself, and may be asked for again', async () => {
  await requestDemo(systemPrincipal)
  await noteDemo('failed', 'no port is free')
  expect(await demoStatus(viewer)).toMatchObject({ stage: 'failed', detail: 'no port is free' })
  expect(await isDemoRequested()).toBe(false)
  await requestDemo(systemPrincipal)
  expect(await isDemoRequested()).toBe(true)
})

test('only an administrator may ask', async () => {
  await expect(requestDemo(viewer)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await stage()).toBe('absent')
})
