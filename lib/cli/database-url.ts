import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readEnv } from '#lib/core/env.ts'
import { embeddedServerUrl } from '#lib/db/embedded-server.ts'

/** There is no database that a command could work on. */
export class NoDatabase extends Error {
  constructor() {
    super('There is no database: start Countersign first (`npm start`), or set DATABASE_URL.')
    this.name = 'NoDatabase'
  }
}

/**
 * For commands beside a running product: sets DATABASE_URL to the embedded server of the data directory where it is
 * not set. Throws `NoDatabase`, `EnvError`.
 */
export function settleDatabaseUrl(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const env = readEnv()
  const url = env.DATABASE_URL ?? embeddedServerUrl(resolve(env.COUNTERSIGN_DATA_DIR))
  if (url === null) throw new NoDatabase()
  process.env.DATABASE_URL = url
}
