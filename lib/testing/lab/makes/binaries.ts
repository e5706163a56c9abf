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

/** Full path of a program, null where it is not installed. A name with a path is taken as it is. */
export function findBinary(name: string): string | null {
  if (name.startsWith('/')) return isExecutable(name) ? name : null
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...more]
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null
}

/** As `findBinary`; throws where it is not installed. */
export function getBinary(name: string): string {
  const path = findBinary(name)
  if (path === null) throw new Error(`${name} is not installed`)
  return path
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
