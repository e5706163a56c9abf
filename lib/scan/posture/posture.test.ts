import { expect, test } from 'vitest'
import { observeScripted } from '#lib/testing/scan/observe-scripted.ts'
import { modern } from '#lib/testing/scan/scripted-cases.ts'

test('a modern server is known in full after at most forty connections', async () => {
  const { facts, server } = await observeScripted(modern)
  console.log(server.connections, JSON.stringify(facts, null, 1))
  expect(server.connections).toBeLessThanOrEqual(40)
})
