import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Tests and their fixtures are in no build. */
const leftOut = /(\.test\.tsx?$|^lib\/testing\/|^lib\/db\/generated\/)/

/** One hash over the names and contents of files and folders, missing ones included as such. */
export function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths.flatMap(filesUnder)) {
    if (leftOut.test(path)) continue
    hash.update(`\0${path}\0`).update(existsSync(path) ? readFileSync(path) : 'absent')
  }
  return hash.digest('hex')
}

/** Whether the stamp beside a product of the build says that it was made from sources of this hash. */
export function isStamped(stamp: string, hash: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
}

export function writeStamp(stamp: string, hash: string): void {
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

function filesUnder(path: string): readonly string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .sort()
}
