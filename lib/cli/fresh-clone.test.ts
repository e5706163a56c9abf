import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'

const sources = ['lib', 'prisma', 'package.json', 'package-lock.json', 'prisma.config.ts']
const nowhere = 'postgresql://nobody:none@127.0.0.1:1/none'

it('a worker starts where nothing but the packages was installed: it makes its database client first', async (context) => {
  const clone = mkdtempSync(join(tmpdir(), 'countersign-clone-'))
  context.onTestFinished(() => rmSync(clone, { recursive: true }))
  for (const source of sources) {
    const leftOut = (path: string) =>
      path.includes(join('lib', 'db', 'generated')) || path.includes(join('lib', 'testing'))
    cpSync(source, join(clone, source), { recursive: true, filter: (path) => !leftOut(path) })
  }
  symlinkSync(resolve('node_modules'), join(clone, 'node_modules'))

  const worker = spawn(process.execPath, ['lib/cli/main.ts', 'worker'], {
    cwd: clone,
    env: { ...process.env, NODE_ENV: 'production', COUNTERSIGN_LOG_LEVEL: 'info', DATABASE_URL: nowhere },
    stdio: 'pipe',
  })
  context.onTestFinished(() => void worker.kill())
  let said = ''
  for await (const line of createInterface(worker.stderr)) {
    said += line
    if (line.includes('the database cannot be reached')) break
  }
  expect(said).toContain('the database cannot be reached; trying again')
}, 60_000)
