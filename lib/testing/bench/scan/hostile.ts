import { existsSync } from 'node:fs'
import { z } from 'zod'
import { startFarm } from './farm.ts'
import type { Row } from './row.ts'
import { runChild } from './run-scanner.ts'

/** The most that any of the lab's hostile servers gets the scanner to read. */
export async function hostile(): Promise<readonly Row[]> {
  const row = { what: 'read from a hostile server, at most', unit: 'KiB', target: { most: 1024 } }
  if (!existsSync('/proc/self/io')) return [{ ...row, value: null, note: 'the kernel does not count here' }]
  const farm = await startFarm('hostile-farm.ts')
  try {
    const task = { ports: farm.ports, root: '', depth: 'inventory', rounds: 1, atOnce: 1 } as const
    const [read] = await runChild('hostile-child.ts', task)
    return [{ ...row, value: Math.max(...z.array(z.number()).parse(read)) / 1024 }]
  } finally {
    farm.close()
  }
}
