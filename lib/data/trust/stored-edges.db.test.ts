import { expect, test } from 'vitest'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { countRows } from '#lib/testing/estate.ts'
import { loadEdges } from './stored-edges.ts'

testDatabase('test')

const hash = (octet: string) => octet.repeat(32)
const [child, signer, other, strange] = [hash('11'), hash('22'), hash('33'), hash('44')] as const

test('what was verified, or is no signature of the key, stands for ever; what this runtime can’t verify does not', async () => {
  const edges = await loadEdges(pool(), [child])
  edges.set(child, signer, 'verified')
  edges.set(child, other, 'mismatch')
  edges.set(child, strange, 'unsupported')
  await edges.save(pool())
  expect(edges.get(child, strange)).toBe('unsupported')
  expect(await countRows('verified_edge')).toBe(2)
  const again = await loadEdges(pool(), [child])
  expect([signer, other, strange].map((key) => again.get(child, key))).toEqual(['verified', 'mismatch', undefined])
})
