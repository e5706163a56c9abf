import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { settlePort } from '#lib/cli/port.ts'
import { toolEnvironment } from '#lib/cli/programs.ts'

// The product as a user starts it, from the outside: start with the demo estate, wait until it was scanned, read the
// results by the API, stop. Prints a line for each thing seen, and `N passed, N failed` at the end.
const startWithinMs = 300_000
const scanWithinMs = 120_000
const stopWithinMs = 60_000

const dataDir = mkdtempSync(join(tmpdir(), 'countersign-smoke-'))
const port = await settlePort(0, '127.0.0.1')
const url = `http://127.0.0.1:${port}`
const environment = toolEnvironment({
  PORT: String(port),
  COUNTERSIGN_DATA_DIR: dataDir,
  COUNTERSIGN_ADMIN_EMAIL: 'admin@smoke.test',
  COUNTERSIGN_ADMIN_PASSWORD: 'a-password-for-the-smoke-test',
  DATABASE_URL: '',
})

let passed = 0
let failed = 0

async function see(what: string, look: () => Promise<boolean>): Promise<boolean> {
  let seen = false
  let why = ''
  try {
    seen = await look()
  } catch (error) {
    why = `: ${error instanceof Error ? error.message : String(error)}`
  }
  if (seen) passed += 1
  else failed += 1
  process.stdout.write(`${seen ? 'ok    ' : 'FAILED'} ${what}${why}\n`)
  return seen
}

/** True as soon as it holds; false when the time is over. What throws does not hold yet. */
async function within(ms: number, holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + ms
  while (Date.now() < deadline) {
    if (await holds().catch(() => false)) return true
    await delay(500)
  }
  return false
}

function command(...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [...args], { env: environment, encoding: 'utf8' })
}

async function get<T>(path: string, token: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return schema.parse(await response.json())
}

const scansSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      siteName: z.string(),
      kind: z.string(),
      status: z.string(),
      total: z.int(),
      done: z.int(),
    }),
  ),
})
const scanSchema = z.object({ outcomes: z.record(z.string(), z.int()) })
const identitiesSchema = z.object({
  rows: z.array(z.object({ name: z.string(), proven: z.enum(['yes', 'no', 'unknown']) })),
})
const findingsSchema = z.object({ rows: z.array(z.object({ checkId: z.string() })) })

async function checkResults(token: string): Promise<void> {
  let first: z.output<typeof scansSchema>['rows'][number] | undefined
  await see('the demo estate was scanned, whole', () =>
    within(scanWithinMs, async () => {
      const { rows } = await get('/api/v1/scans?limit=100', token, scansSchema)
      first = rows.findLast((scan) => scan.siteName === 'demo' && scan.status === 'done' && scan.total >= 40)
      return first !== undefined && first.done === first.total
    }),
  )
  await see('its outcomes are told apart', async () => {
    const { outcomes } = await get(`/api/v1/scans/${first?.id}`, token, scanSchema)
    return (
      (outcomes.handshake ?? 0) >= 35 && ['refused', 'timeout', 'not-tls'].every((kind) => (outcomes[kind] ?? 0) > 0)
    )
  })
  // Revocation evidence is fetched after the scan, and until it is there nobody knows whether checkout is current.
  await see('proven and unproven identities are told apart', () =>
    within(scanWithinMs, async () => {
      const { rows } = await get('/api/v1/identities?limit=100', token, identitiesSchema)
      const proven = (name: string) => rows.find((row) => row.name === name)?.proven
      return proven('checkout.prod.demo.test') === 'yes' && proven('orders.prod.demo.test') === 'no'
    }),
  )
  await see('its faults are findings of many checks', async () => {
    const { rows } = await get('/api/v1/findings?limit=100', token, findingsSchema)
    return new Set(rows.map((row) => row.checkId)).size >= 12
  })
}

async function checkStop(child: ChildProcess): Promise<void> {
  await see('a second start on the same data directory is refused', async () => {
    const second = spawnSync(process.execPath, ['lib/cli/start.ts'], {
      env: { ...environment, PORT: '0' },
      encoding: 'utf8',
    })
    return second.status === 1 && second.stderr.includes('is in use by process')
  })
  await see('SIGTERM stops it in order, exit 0', async () => {
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    const [code] = await Promise.race([exited, delay(stopWithinMs, ['still running'], { ref: false })])
    if (code !== 0) throw new Error(`exit ${code}`)
    return true
  })
}

const child = spawn(process.execPath, ['lib/cli/start.ts', '--demo'], {
  env: environment,
  stdio: ['ignore', 'inherit', 'inherit'],
})
try {
  const ready = await see('it starts and is ready', () =>
    within(startWithinMs, async () => {
      if (child.exitCode !== null) throw new Error('it ended')
      return (await fetch(`${url}/api/ready`)).status === 200
    }),
  )
  if (ready) {
    await see('the API asks who is there', async () => (await fetch(`${url}/api/v1/scans`)).status === 401)
    const made = command('lib/cli/main.ts', 'token', 'create', '--name', 'smoke', '--role', 'viewer')
    await see('a token is made on the command line', async () => made.status === 0 && made.stdout.trim() !== '')
    await checkResults(made.stdout.trim())
  }
  await checkStop(child)
} finally {
  if (child.exitCode === null) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
}
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)
