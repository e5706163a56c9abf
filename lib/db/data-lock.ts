import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const ownerSchema = z.object({ pid: z.int().positive(), born: z.string() })

type Owner = z.infer<typeof ownerSchema>

/** Another live process owns the data directory. */
export class DataDirectoryInUse extends Error {
  constructor(dataDir: string, pid: number) {
    super(
      `The data directory ${dataDir} is in use by process ${pid}. Stop that one first, or give this one a directory of its own with COUNTERSIGN_DATA_DIR.`,
    )
    this.name = 'DataDirectoryInUse'
  }
}

/**
 * Makes this process the only owner of the data directory (made with mode 0700 where absent).
 * The owner is known by its pid and its time of birth, so a lock that outlived a `kill -9` holds nobody up.
 * Returns the release. Throws `DataDirectoryInUse`.
 */
export function lockDataDirectory(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'owner.json')
  const mine = `${path}.${process.pid}`
  writeFileSync(mine, JSON.stringify({ pid: process.pid, born: birthOf(process.pid) }), { mode: 0o600 })
  try {
    while (!linked(mine, path)) removeStale(path, dataDir)
  } finally {
    rmSync(mine, { force: true })
  }
  return () => {
    if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true })
  }
}

/** Hard links are made or not made in one step, and never over an existing file. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function removeStale(path: string, dataDir: string): void {
  const owner = readOwner(path)
  if (owner && isAlive(owner)) throw new DataDirectoryInUse(dataDir, owner.pid)
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  // Between reading and moving, another starter may have put its own lock there: give it back.
  const moved = readOwner(aside)
  if (moved && isAlive(moved)) linked(aside, path)
  rmSync(aside, { force: true })
}

function readOwner(path: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

function isAlive(owner: Owner): boolean {
  const born = birthOf(owner.pid)
  return born !== null && born === owner.born
}

/** A word that two processes with the same pid don't share; null where no such process runs. */
export function birthOf(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      // proc(5): after the command in parentheses, field 22 of the whole line is the start time.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' ? null : (fields[19] ?? null)
    }
    if (process.platform !== 'win32') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
    }
    process.kill(pid, 0)
    return 'alive'
  } catch {
    return null
  }
}
