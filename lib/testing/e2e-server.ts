import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { toolEnvironment } from '#lib/cli/programs.ts'

// The product as the browser tests meet it: `npm start -- --demo` on a data directory of its own, which goes with it.
// What it says is kept in E2E_LOG too: the set-up link stands there.
const logPath = process.env.E2E_LOG ?? 'test-results/start.log'
mkdirSync(dirname(logPath), { recursive: true })
const log = createWriteStream(logPath)
const dataDir = mkdtempSync(join(tmpdir(), 'countersign-e2e-'))
const child = spawn(process.execPath, ['lib/cli/start.ts', '--demo'], {
  env: toolEnvironment({
    COUNTERSIGN_DATA_DIR: dataDir,
    COUNTERSIGN_ADMIN_EMAIL: '',
    COUNTERSIGN_ADMIN_PASSWORD: '',
    DATABASE_URL: '',
  }),
  stdio: ['ignore', 'pipe', 'inherit'],
})
child.stdout.on('data', (chunk) => {
  log.write(chunk)
  process.stdout.write(chunk)
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill('SIGTERM'))
child.once('exit', (code) => {
  rmSync(dataDir, { recursive: true, force: true })
  process.exit(code ?? 1)
})
