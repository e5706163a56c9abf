import { type FileHandle, open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { PublicJwk } from '#lib/core/jwk.ts'
import type { ZipBytes } from '#lib/export/report/bundle/read-zip.ts'
import { type BundlePin, type BundleVerdict, verifyBundle } from '#lib/export/report/bundle/verify-bundle.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { readJwks } from './read-jwks.ts'
import { UsageError } from './usage-error.ts'

export const verifyUsage = `Usage: countersign report verify BUNDLE.zip [options]

  --jwks FILE|URL   keys that you trust: /.well-known/jwks.json of the installation
  --kid ID          the id (RFC 7638 thumbprint) of the key that has to have signed
  --json            the answer as one JSON object

Without --jwks and --kid only the keys in the bundle are known: that shows that nothing was changed since it was signed,
not who signed it. No network is used but for a URL after --jwks.

Exit code 0: intact. 1: not. 2: it could not be told.
`

/** What keeps the question from being answered; no statement about the bundle. */
class Untold extends Error {}

/** `countersign report verify`. Gives the exit code. */
export async function verifyReport(args: readonly string[]): Promise<number> {
  const { file, jwks, kid, json, help } = readArgs(args)
  if (help) {
    process.stdout.write(verifyUsage)
    return 0
  }
  try {
    const pin = { keys: jwks === null ? null : await trustedKeys(jwks), kid }
    const verdict = await verifyFile(file, pin)
    process.stdout.write(
      json ? `${JSON.stringify({ schema: 'countersign.bundle-verdict/1', ...verdict })}\n` : text(verdict),
    )
    return verdict.intact ? 0 : 1
  } catch (error) {
    if (!(error instanceof Untold)) throw error
    process.stderr.write(`It can't be told: ${error.message}\n`)
    return 2
  }
}

function readArgs(args: readonly string[]) {
  const options = {
    jwks: { type: 'string' },
    kid: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [file, ...more] = positionals
    if (!values.help && (file === undefined || more.length > 0)) throw new UsageError('Name exactly one bundle.')
    const { jwks = null, kid = null, json, help } = values
    return { file: file ?? '', jwks, kid, json, help }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** A set that can't be had is no wrong command line. */
async function trustedKeys(place: string): Promise<readonly PublicJwk[]> {
  try {
    return await readJwks(place)
  } catch (error) {
    throw error instanceof UsageError ? new Untold(`${error.message}.`) : error
  }
}

async function verifyFile(path: string, pin: BundlePin): Promise<BundleVerdict> {
  let handle: FileHandle
  try {
    handle = await open(path)
  } catch (error) {
    throw new Untold(`${path} can't be read: ${reasonOf(error)}.`)
  }
  try {
    return await verifyBundle(await fileBytes(handle, path), pin)
  } finally {
    await handle.close()
  }
}

async function fileBytes(handle: FileHandle, path: string): Promise<ZipBytes> {
  const status = await handle.stat()
  if (!status.isFile()) throw new Untold(`${path} is no file.`)
  return {
    size: status.size,
    async read(offset, length) {
      const bytes = Buffer.alloc(length)
      const { bytesRead } = await handle.read(bytes, 0, length, offset).catch((error: unknown) => {
        throw new Untold(`${path} can't be read: ${reasonOf(error)}.`)
      })
      if (bytesRead < length) throw new Untold(`${path} became shorter while it was read.`)
      return bytes
    },
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

function text(verdict: BundleVerdict): string {
  if (!verdict.intact)
    return `NOT INTACT\n${verdict.problems.map((problem) => `  ${escapeUnsafe(problem)}\n`).join('')}`
  const { manifest, kid, signer } = verdict
  const by =
    signer === 'pinned'
      ? `  Signed with ${kid}, which is the key that you named.`
      : `  Signed with ${kid}. ONLY THE BUNDLE ITSELF VOUCHES FOR THIS KEY: name it with --jwks or --kid to know who signed.`
  return [
    'INTACT',
    `  ${escapeUnsafe(manifest.name)}`,
    `  Report ${manifest.reportId}, as of ${manifest.asOf}, snapshot ${manifest.snapshotSha256}`,
    `  ${manifest.files.length} files, each as it was signed; none missing, none besides.`,
    '  The rows and the summary in report.json give the hash of that snapshot.',
    escapeUnsafe(by).replace(/^ +/, '  '),
    '',
  ].join('\n')
}
