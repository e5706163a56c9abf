import { afterEach, describe, expect, it } from 'vitest'
import { labOptions } from '#lib/testing/lab/scanning.ts'
import { startThreadPool, type ThreadPool } from './thread-pool.ts'

/** Answers with the port as the number of connections, and dies by the name of the host. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ kind, id, target }) => {
      if (kind === 'abort') parentPort.postMessage({ kind: 'threw', id, error: new DOMException('', 'AbortError') })
      if (kind !== 'observe') return
      if (target.host === 'throws') throw new Error('out of its mind')
      if (target.host === 'leaves') process.exit(0)
      if (target.host === 'answers') parentPort.postMessage({ kind: 'observed', id, observation: { connections: target.port } })
    })`)}`,
)

const pools: ThreadPool[] = []

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

function ask(pool: ThreadPool, host: 'throws' | 'leaves' | 'answers' | 'hangs', signal?: AbortSignal) {
  const target = { host, port: 7, serverName: '', transport: 'tls' } as const
  return pool.observer(target, '127.0.0.1', { ...labOptions, ...(signal && { signal }) })
}

function onePool(): ThreadPool {
  const pool = startThreadPool(1, script)
  pools.push(pool)
  return pool
}

describe('a thread that dies', () => {
  it.each([
    ['throws', 'out of its mind'],
    ['leaves', 'the thread ended'],
  ] as const)('%s: takes its own questions with it and none of the next thread', async (host, message) => {
    const pool = onePool()
    const [other, own] = await Promise.allSettled([ask(pool, 'hangs'), ask(pool, host)])
    expect([other, own]).toMatchObject([{ reason: { message } }, { reason: { message } }])
    expect((await ask(pool, 'answers')).connections).toBe(7)
    expect((await ask(pool, 'answers')).connections).toBe(7)
  })
})

describe('a question to a thread', () => {
  it('rejects with AbortError where the pool is closed under it, or is closed already', async () => {
    const pool = onePool()
    const asked = Promise.allSettled([ask(pool, 'hangs')])
    await ask(pool, 'answers')
    await pool.close()
    expect(await asked).toMatchObject([{ reason: { name: 'AbortError' } }])
    await expect(ask(pool, 'answers')).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('rejects with AbortError and the reason of its signal where that aborts', async () => {
    const pool = onePool()
    const stopping = new AbortController()
    const asked = Promise.allSettled([ask(pool, 'hangs', stopping.signal)])
    await ask(pool, 'answers')
    stopping.abort(new Error('the worker stops'))
    expect(await asked).toMatchObject([{ reason: { name: 'AbortError', cause: { message: 'the worker stops' } } }])
  })
})
