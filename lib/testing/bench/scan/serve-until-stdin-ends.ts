import type { Farm } from './farm.ts'

/** Tells the parent process where the servers of this one are, and ends with it. */
export function serveUntilStdinEnds(farm: Farm): void {
  process.stdout.write(`${JSON.stringify(farm)}\n`)
  process.stdin.resume().on('end', () => process.exit(0))
}
