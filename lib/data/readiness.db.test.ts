import { createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { closeDatabase, pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { listObstacles } from './readiness.ts'
import { deadAfterSeconds } from './workers/worker-rows.ts'

const database = testDatabase('test')

afterEach(async () => {
  await closeDatabase()
  process.env.DATABASE_URL = database.url()
})

async function addWorker(ageSeconds: number, stopped = false) {
  await pool().query(
    `WITH s AS (INSERT INTO site (name) VALUES (gen_random_uuid()::text) RETURNING id)
     INSERT INTO worker (site_id, hostname, pid, version, heartbeat_at, stopped_at)
     SELECT id, 'h', 1, '0', now() - make_interval(secs => $1), CASE WHEN $2 THEN now() END FROM s`,
    [ageSeconds, stopped],
  )
}

test('ready with a database, its migrations and a worker whose heart beats', async () => {
  await addWorker(1)
  expect(await listObstacles()).toEqual([])
})

test('not ready while no worker lives: none, a silent one, a stopped one', async () => {
  const silent = [expect.stringMatching(/No worker/)]
  expect(await listObstacles()).toEqual(silent)
  await addWorker(deadAfterSeconds + 5)
  await addWorker(0, true)
  expect(await listObstacles()).toEqual(silent)
})

test('not ready before the migrations', async () => {
  await pool().query('DELETE FROM _prisma_migrations')
  expect(await listObstacles()).toEqual([expect.stringMatching(/Migrations are not applied: \d/)])
})

test('a database that is down is told without its address', async () => {
  await closeDatabase()
  process.env.DATABASE_URL = 'postgresql://user:hunter2@127.0.0.1:1/none'
  expect(await listObstacles()).toEqual(['The database cannot be reached'])
})

test('a database that hangs is told in time', async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  await closeDatabase()
  process.env.DATABASE_URL = `postgresql://u:p@127.0.0.1:${typeof address === 'object' ? address?.port : 0}/none`
  expect(await listObstacles(50)).toEqual(['The database does not answer in time'])
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => silent.close(resolve))
})
