import { readFileSync } from 'node:fs'
import { type PublicJwk, readJwkSet } from '#lib/core/jwk.ts'
import { fetchText } from './fetch-text.ts'
import { UsageError } from './usage-error.ts'

const bounds = { timeoutMs: 10_000, mostBytes: 256 * 1024 }

/** The keys of a JWK set, from a file or a URL. Throws UsageError. */
export async function readJwks(from: string): Promise<readonly PublicJwk[]> {
  const set = readJwkSet(parse(/^https?:\/\//i.test(from) ? await download(from) : readFile(from)))
  if (!set) throw new UsageError(`--jwks ${from}: this is no JWK set`)
  if (set.keys.length === 0) throw new UsageError(`--jwks ${from}: there is no Ed25519 key for signatures`)
  return set.keys
}

async function download(url: string): Promise<string> {
  const got = await fetchText(url, {}, bounds)
  if (!got.ok) throw new UsageError(`--jwks ${url}: ${got.problem}`)
  if (got.status !== 200) throw new UsageError(`--jwks ${url}: it answered with ${got.status}`)
  return got.text
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`--jwks ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
