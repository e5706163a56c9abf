import { expect, test } from 'vitest'
import { answersPool, pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { type Reading, readTogether } from './read-together.ts'

testDatabase()

interface Moment {
  at: Date | null
  text: string
}

const moments: Reading<Moment> = {
  text: `SELECT * FROM (VALUES ('2026-01-02 03:04:05.678Z'::timestamptz, '2026-01-01T00:00:00Z'), (NULL, 'b')) v (at, text)
          WHERE text <> $1::text ORDER BY text DESC`,
  dates: ['at'],
}
const none: Reading<{ n: number }> = { text: 'SELECT 1 AS n WHERE false' }

test.each([pool, answersPool])(
  'each reading gives its rows in their order; only named columns become instants',
  async (db) => {
    const read = (but: string) => readTogether<{ moments: Moment; none: { n: number } }>(db(), { moments, none }, [but])
    const first = { at: new Date('2026-01-02T03:04:05.678Z'), text: '2026-01-01T00:00:00Z' }
    expect(await read('')).toEqual({ moments: [{ at: null, text: 'b' }, first], none: [] })
    expect(await read('b')).toEqual({ moments: [first], none: [] })
  },
)

test('what is read for answers is prepared, and planned for any values', async () => {
  await readTogether<{ none: { n: number } }>(answersPool(), { none }, [])
  const { rows } = await answersPool().query('SHOW plan_cache_mode')
  expect(rows).toEqual([{ plan_cache_mode: 'force_generic_plan' }])
})
