import { expect, test } from 'vitest'
import { mostAddresses } from '#lib/checks/verification/judge-endpoint.ts'
import { resolveHost } from '#lib/scan/resolve.ts'

test('a scan looks at as many addresses of a name as an answer takes for a sign that there are more', async () => {
  const many = Array.from({ length: 100 }, (_, n) => `192.0.2.${n}`)
  const looked = await resolveHost('many.example.com', {}, async () => many)
  expect(looked.kind === 'addresses' && looked.addresses.length).toBe(mostAddresses)
})
