import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The secret that signs sessions: made at the first start and kept in the data directory (0600). */
export function sessionSecret(dataDir: string): string {
  const path = join(dataDir, 'session-secret')
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFileSync(path, 'utf8')
}

/** The secret of an installation that has started here before; null where there is none. */
export function knownSessionSecret(dataDir: string): string | null {
  const path = join(dataDir, 'session-secret')
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}
