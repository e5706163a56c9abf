import { expect, test } from 'vitest'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addIdentity } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import { loadExceptions } from './load-exceptions.ts'

testDatabase('test')

async function note(findingId: string, kind: string) {
  await pool().query(`INSERT INTO finding_event (finding_id, kind, actor_name) VALUES ($1, $2, 'Olga')`, [
    findingId,
    kind,
  ])
}

test('what is accepted, and what was until it ran out, as long as nobody decided anew', async () => {
  const identityId = await addIdentity('payments.example.com')
  const [accepted, lapsed, decided, open] = [
    await addFinding({ checkId: 'a', identityId, status: 'accepted' }),
    await addFinding({ checkId: 'b', identityId }),
    await addFinding({ checkId: 'c', identityId, status: 'acknowledged' }),
    await addFinding({ checkId: 'd', identityId }),
  ]
  await pool().query(`UPDATE finding SET accepted_until = '2027-01-01' WHERE id = $1`, [accepted])
  await pool().query('UPDATE finding SET times_reopened = 1 WHERE id = ANY ($1::uuid[])', [[lapsed, decided, open]])
  for (const one of [accepted, lapsed, decided]) await note(one, 'accepted')
  for (const one of [lapsed, decided]) await note(one, 'acceptance-expired')
  await note(lapsed, 'commented')
  await note(decided, 'acknowledged')
  const found = (await loadExceptions(pool(), [identityId])).get(identityId) ?? []
  expect(found.map(({ checkId }) => checkId)).toEqual(['a', 'b'])
  expect(found[0]).toMatchObject({ acceptedBy: 'Olga', endsAt: new Date('2027-01-01') })
  expect(found[1]?.endsAt).toBeInstanceOf(Date)
})
