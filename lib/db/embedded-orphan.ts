import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { birthOf } from './data-lock.ts'

const fastMs = 20_000
const immediateMs = 10_000

/**
 * Ends a Postgres that still runs on the cluster although its launcher is gone: fast shutdown first, then immediate
 * (its log brings everything back). A stale pid file whose number another program now has is left alone.
 */
export async function endOrphan(cluster: string): Promise<void> {
  const pid = postmasterOf(cluster)
  if (pid === null) return
  const born = birthOf(pid)
  for (const [signal, waitMs] of [
    ['SIGINT', fastMs],
    ['SIGQUIT', immediateMs],
  ] as const) {
    if (birthOf(pid) !== born) return
    process.kill(pid, signal)
    const until = Date.now() + waitMs
    while (birthOf(pid) === born && Date.now() < until) await delay(25)
  }
  if (birthOf(pid) === born) throw new Error(`An earlier Postgres (process ${pid}) does not end; end it by hand.`)
}

function postmasterOf(cluster: string): number | null {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return null
  // First line the pid, second the data directory.
  const [pidLine, directory] = readFileSync(path, 'utf8').split('\n')
  const pid = Number(pidLine)
  if (!Number.isInteger(pid) || pid <= 0 || directory !== cluster || birthOf(pid) === null) return null
  return isPostgres(pid, cluster) ? pid : null
}

function isPostgres(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster)
  } catch {
    return false
  }
}
