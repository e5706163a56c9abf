import { expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite } from '#lib/testing/estate.ts'
import { scanEndpointNow } from './scan-for-question.ts'

testDatabase()

test('a scan that could not be asked for is not waited for by those who ask later', async () => {
  const endpointId = await addEndpoint(await addSite())
  const asked = { endpointId, depth: 'posture', oldest: new Date(0), waitMs: 300 } as const
  const viewer = { kind: 'user', id: 'somebody', name: 'viewer', role: 'viewer' } as const
  await expect(scanEndpointNow(viewer, asked)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await scanEndpointNow(systemPrincipal, asked)).toBe('unbegun')
})

test('a scan of what was removed or switched off meanwhile has failed, and is no error of who asks', async () => {
  const asked = { endpointId: newId(), depth: 'posture', oldest: new Date(0), waitMs: 300 } as const
  expect(await scanEndpointNow(systemPrincipal, asked)).toBe('failed')
})
