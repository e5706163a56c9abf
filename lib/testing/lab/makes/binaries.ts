import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian keeps servers and the tools that it calls unsupported, beside what PATH holds. */
const more = [
  '/usr/local/sbin',
  '/usr/sbin',
  '/usr/bin',
  '/usr/lib/nss/unsupported-tools',
  '/usr/lib/x86_64-linux-gnu/nss/unsupported-tools',
  '/usr/lib/aarch64-linux-gnu/nss/unsupported-tools',
]

/**
 * Full path of a program, null where it is not installed. A name with a path is taken as it is; it may be a program's
 * module (`.so`), which needs no right to be executed.
 */
export function findBinary(name: string): string | null {
  if (name.startsWith('/')) return may(name, name.endsWith('.so') ? constants.R_OK : constants.X_OK) ? name : null
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...more]
  return folders.map((folder) => join(folder, name)).find((path) => may(path, constants.X_OK)) ?? null
}

/** As `findBinary`; throws where it is not installed. */
export function getBinary(name: string): string {
  const path = findBinary(name)
  if (path === null) throw new Error(`${name} is not installed`)
  return path
}

function may(path: string, access: number): boolean {
  try {
    accessSync(path, access)
    return true
  } catch {
    return false
  }
}
