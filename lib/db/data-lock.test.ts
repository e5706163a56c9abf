import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DataDirectoryInUse, lockDataDirectory } from './data-lock.ts'

let folder = ''
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'countersign-lock-')), 'data')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

/** Another process that owns the directory until it is killed. */
async function otherOwner() {
  const script = `const { lockDataDirectory } = await import('#lib/db/data-lock.ts'); lockDataDirectory(${JSON.stringify(folder)}); process.stdout.write('locked'); setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

describe('the data directory', () => {
  test('is for its owner’s eyes only', () => {
    lockDataDirectory(folder)()
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  test('has one owner: a second is refused and told who it is', async () => {
    const owner = await otherOwner()
    try {
      expect(() => lockDataDirectory(folder)).toThrow(DataDirectoryInUse)
      expect(() => lockDataDirectory(folder)).toThrow(`in use by process ${owner.pid}`)
    } finally {
      owner.kill('SIGKILL')
    }
  })

  test('is free again after kill -9 of its owner', async () => {
    const owner = await otherOwner()
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    const release = lockDataDirectory(folder)
    expect(() => lockDataDirectory(folder)).toThrow(DataDirectoryInUse)
    release()
    lockDataDirectory(folder)()
  })
})
