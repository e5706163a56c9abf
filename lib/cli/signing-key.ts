import { EnvError } from '#lib/core/env.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'
import { NoDatabase, settleDatabaseUrl } from './database-url.ts'
import { settleSecret } from './session-secret.ts'

const usage = `Usage: countersign signing-key list | rotate

list     the keys that sign statements and reports, the newest first
rotate   signs with a new key from now on; earlier ones stay at /.well-known/jwks.json, so that what they signed can be
         verified. Do so where COUNTERSIGN_SECRET was changed, or somebody else may have it.
`

/** `countersign signing-key`. Gives the exit code: 0 done, 1 no database, 2 a wrong command line. */
export async function signingKey(args: readonly string[]): Promise<number> {
  const [verb, ...more] = args
  const known = more.length === 0 && (verb === 'list' || verb === 'rotate')
  if (!known) {
    const asked = verb === '--help' || verb === '-h'
    const stream = asked ? process.stdout : process.stderr
    stream.write(usage)
    return asked ? 0 : 2
  }
  try {
    settleDatabaseUrl()
    // A key that is sealed under another secret than the server's could not be used there.
    if (verb === 'rotate' && !settleSecret()) {
      process.stderr.write('Set COUNTERSIGN_SECRET as the server has it: the new key is sealed under it.\n')
      return 1
    }
    process.stdout.write(verb === 'list' ? await list() : await rotate())
    return 0
  } catch (error) {
    const known = error instanceof NoDatabase || error instanceof EnvError
    if (!known && !isDatabaseUnavailable(error)) throw error
    process.stderr.write(known ? `${error.message}\n` : 'The database cannot be reached: is Countersign running?\n')
    return 1
  }
}

/** Imported late: the client that these need is made by the first start. */
async function list(): Promise<string> {
  const { listSigningKeys } = await import('#lib/data/signing/signing-keys.ts')
  return closing(async () => {
    const keys = await listSigningKeys()
    return keys.map(({ kid, createdAt, retiredAt }) => {
      const until = retiredAt === null ? 'signs' : `retired ${retiredAt.toISOString()}`
      return `${kid}  made ${createdAt.toISOString()}  ${until}\n`
    })
  })
}

async function rotate(): Promise<string> {
  const { rotateSigningKey } = await import('#lib/data/signing/signing-keys.ts')
  return closing(async () => [`${await rotateSigningKey(systemPrincipal)}\n`])
}

async function closing(work: () => Promise<readonly string[]>): Promise<string> {
  const { closeDatabase } = await import('#lib/db/client.ts')
  try {
    return (await work()).join('')
  } finally {
    await closeDatabase()
  }
}
