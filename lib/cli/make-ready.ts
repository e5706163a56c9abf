import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { DataDirectoryInUse, lockDataDirectory } from '#lib/db/data-lock.ts'
import { program, toolEnvironment } from './programs.ts'
import { hashOf, isStamped, writeStamp } from './source-hash.ts'

const clientStamp = 'lib/db/generated/made-from'
const clientSources = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']
const buildStamp = '.next/made-from'
const buildSources = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.js',
  'postcss.config.mjs',
  'package-lock.json',
  ...clientSources,
]

/** One maker at a time, whoever else starts in this folder. */
const makersLock = 'node_modules/.cache/countersign/make'

/** Generates the database client where it is absent or older than the schema. True where it had to. */
export async function ensureClient(signal?: AbortSignal): Promise<boolean> {
  return await ensure(clientStamp, clientSources, async () => {
    await run(program('prisma'), ['generate'], signal)
  })
}

/** Builds the pages where a source changed since the last build. True where it had to. */
export async function ensureBuild(signal?: AbortSignal): Promise<boolean> {
  return await ensure(buildStamp, buildSources, async () => {
    await run(program('next'), ['build'], signal)
  })
}

async function ensure(stamp: string, sources: readonly string[], make: () => Promise<void>): Promise<boolean> {
  if (isStamped(stamp, hashOf(sources))) return false
  const release = await waitForLock()
  try {
    const hash = hashOf(sources)
    if (isStamped(stamp, hash)) return false
    await make()
    writeStamp(stamp, hash)
    return true
  } finally {
    release()
  }
}

async function waitForLock(): Promise<() => void> {
  for (;;) {
    try {
      return lockDataDirectory(makersLock)
    } catch (error) {
      if (!(error instanceof DataDirectoryInUse)) throw error
      await delay(200)
    }
  }
}

/** Runs a tool to its end; shows what it said only where it fails. */
async function run(script: string, args: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  const env = toolEnvironment({ NODE_ENV: 'production' })
  const child = spawn(process.execPath, [script, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`\`${args.join(' ')}\` ended with ${code}:\n${output}`)
}
