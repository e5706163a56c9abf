import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readEnv } from '#lib/core/env.ts'

/** The secret that signs sessions: made at the first start and kept in the data directory (0600). */
export function sessionSecret(dataDir: string): string {
  const path = join(dataDir, 'session-secret')
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFileSync(path, 'utf8')
}

/** The secret of an installation that has started here before; null where there is none. */
function knownSessionSecret(dataDir: string): string | null {
  const path = join(dataDir, 'session-secret')
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** For commands beside a running product: sets COUNTERSIGN_SECRET to what the server has; false where nobody here knows. */
export function settleSecret(): boolean {
  const env = readEnv()
  const secret = env.COUNTERSIGN_SECRET ?? knownSessionSecret(env.COUNTERSIGN_DATA_DIR)
  if (secret === null) return false
  process.env.COUNTERSIGN_SECRET = secret
  return true
}
