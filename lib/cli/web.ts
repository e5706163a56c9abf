import { createServer } from 'node:http'
import next from 'next'
import { readEnv } from '#lib/core/env.ts'
import { watchOverdue } from './overdue-watch.ts'

// The child that serves the pages and the API: `npm start` and `npm run dev` run it.
const closeTimeoutMs = 5_000
// What the launcher preloads is for its own children: a worker that Next forks would end at once by it, and the page wait for ever.
process.execArgv = []
const env = readEnv()
const hostname = env.HOSTNAME_BIND
const app = next({ dev: env.NODE_ENV === 'development', dir: process.cwd(), hostname, port: env.PORT })
await app.prepare()
const handle = app.getRequestHandler()

const server = createServer((request, response) => {
  void handle(request, response)
})
server.listen(env.PORT, hostname, () => process.send?.('ready'))
watchOverdue()

async function stop(): Promise<void> {
  // Open event streams would hold the server up for ever.
  setTimeout(() => server.closeAllConnections(), closeTimeoutMs).unref()
  server.closeIdleConnections()
  await new Promise((resolve) => server.close(resolve))
  await app.close()
  process.exit(0)
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
