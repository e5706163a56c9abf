import { splitOptions } from './split-options.ts'
import { UsageError } from './usage-error.ts'

export const verifyLines = `  --pin HEX             SHA-256 of the SPKI that the leaf has to have; may be repeated
  --issuer-pin HEX      SHA-256 of the SPKI of a CA that has to stand on the path; may be repeated

Asking an installation instead of looking from here: its scopes, stores and policies count, and the answer is on record
there. Of the options above HOST, --sni, --starttls, --identity, --mtls, --pin, --issuer-pin and --json are asked:
  --server URL          where Countersign is
  --token TOKEN         an API token; better the variable COUNTERSIGN_TOKEN, which other users of this host can't see
  --max-age SECONDS     the oldest acceptable evidence; without it a scan is made, for which the token needs the role analyst
  --site NAME           the site to look from
  --wait SECONDS        how long a scan is waited for (30)
  --audience TEXT       who is to rely on the answer
  --record              put the endpoint into the inventory where it is not there
  --jwks FILE|URL       keys to verify the answer with (those that the server publishes)

Reading a statement that was kept; it need not hold any more where --kept is given:
  countersign verify --check-statement FILE|- --jwks FILE|URL [--identity NAME] [--audience TEXT] [--nonce TEXT] [--kept]`

const own = {
  text: [
    'pin',
    'issuer-pin',
    'server',
    'token',
    'max-age',
    'site',
    'wait',
    'audience',
    'jwks',
    'check-statement',
    'nonce',
  ],
  flag: ['record', 'kept'],
} as const

/** How an installation is asked. */
export interface ServerOptions {
  /** An origin. */
  readonly url: string
  readonly token: string
  readonly maxAgeSeconds: number | null
  readonly site: string | null
  readonly waitSeconds: number
  readonly audience: string | null
  readonly nonce: string | null
  readonly record: boolean
  /** File or URL; null: what the server publishes. */
  readonly jwks: string | null
}

export interface StatementOptions {
  /** `-` is standard input. */
  readonly file: string
  readonly jwks: string
  readonly audience: string | null
  readonly nonce: string | null
  /** It is read for what it once said. */
  readonly kept: boolean
}

export interface VerifyOptions {
  readonly pins: readonly string[]
  readonly issuerPins: readonly string[]
  /** Null: this process looks itself. */
  readonly server: ServerOptions | null
  /** Null: a question is asked. */
  readonly statement: StatementOptions | null
  /** What is left for the options that scan knows, too. */
  readonly rest: readonly string[]
}

/** Reads what verify alone knows; `environmentToken` stands in for --token. Throws UsageError. */
export function readVerifyOptions(args: readonly string[], environmentToken: string | undefined): VerifyOptions {
  const { text, flag, rest } = splitOptions(args, own)
  const one = (name: (typeof own.text)[number]) => {
    const given = text[name] ?? []
    if (given.length > 1) throw new UsageError(`--${name} is given twice`)
    return given[0] ?? null
  }
  const [audience, nonce, jwks] = [one('audience'), one('nonce'), one('jwks')]
  const file = one('check-statement')
  const url = one('server')
  const shared = { pins: hashes('pin', text.pin), issuerPins: hashes('issuer-pin', text['issuer-pin']), rest }
  if (file !== null) {
    if (jwks === null) throw new UsageError('--jwks is wanted: whose statement ought it to be?')
    return { ...shared, server: null, statement: { file, jwks, audience, nonce, kept: flag.has('kept') } }
  }
  if (url === null) {
    const [alone] = [...Object.keys(text), ...flag].filter((name) => name !== 'pin' && name !== 'issuer-pin')
    if (alone !== undefined) throw new UsageError(`--${alone} goes with --server or --check-statement`)
    return { ...shared, server: null, statement: null }
  }
  const token = one('token') ?? environmentToken
  if (token === undefined) throw new UsageError('--token is wanted, or the variable COUNTERSIGN_TOKEN')
  const server: ServerOptions = {
    url: readOrigin(url),
    token,
    maxAgeSeconds: readSeconds('max-age', one('max-age'), 0, 400 * 86_400),
    site: one('site'),
    waitSeconds: readSeconds('wait', one('wait'), 1, 120) ?? 30,
    audience,
    nonce,
    record: flag.has('record'),
    jwks,
  }
  return { ...shared, server, statement: null }
}

function hashes(name: string, given: readonly string[] = []): readonly string[] {
  const bad = given.find((hash) => !/^[0-9a-f]{64}$/i.test(hash))
  if (bad !== undefined) throw new UsageError(`--${name} is a SHA-256 in hex: 64 digits`)
  return given.map((hash) => hash.toLowerCase())
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError('--server is an http or https URL')
  return url.origin
}

function readSeconds(name: string, text: string | null, min: number, max: number): number | null {
  if (text === null) return null
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max)) throw new UsageError(`--${name} is a whole number from ${min} to ${max}`)
  return value
}
