import { parseArgs } from 'node:util'
import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { roles, systemPrincipal } from '#lib/core/principal.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'
import { NoDatabase, settleDatabaseUrl } from './database-url.ts'

const usage = `Usage: countersign token create --name NAME --role ${roles.join('|')} [--expires-days N]`

const optionsSchema = z.object({
  name: z.string('--name is wanted'),
  role: z.enum(roles, `--role is one of ${roles.join(', ')}`),
  'expires-days': z.string().regex(/^\d+$/, '--expires-days is a whole number').transform(Number).optional(),
})

type Options = z.output<typeof optionsSchema>

/**
 * `countersign token create`: prints the new token, and nothing else, on standard output. Returns the exit code:
 * 0 made, 1 not made, 2 a wrong command line.
 */
export async function token(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  const options = readOptions(args)
  if (typeof options === 'string') return complain(`${options}\n${usage}`, 2)
  try {
    settleDatabaseUrl()
    process.stdout.write(`${await create(options)}\n`)
    process.stderr.write('Keep it now: it is shown this once.\n')
    return 0
  } catch (error) {
    if (error instanceof NoDatabase) return complain(error.message, 1)
    if (error instanceof AppError) return complain([error.message, ...error.problems.map(told)].join('\n'), 2)
    if (isDatabaseUnavailable(error)) return complain('The database cannot be reached: is Countersign running?', 1)
    throw error
  }
}

function told({ at, problem }: { readonly at: string; readonly problem: string }): string {
  return `  ${at}: ${problem}`
}

function complain(message: string, code: number): number {
  process.stderr.write(`${message}\n`)
  return code
}

/** The options, or what is wrong with them. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { name: { type: 'string' }, role: { type: 'string' }, 'expires-days': { type: 'string' } },
    })
    if (positionals.join(' ') !== 'create') return 'The one thing to do with tokens here is `create`.'
    const parsed = optionsSchema.safeParse(values)
    return parsed.success ? parsed.data : parsed.error.issues.map((issue) => issue.message).join('\n')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Imported late: the client that it needs is made by the first start. */
async function create(options: Options): Promise<string> {
  const { createToken } = await import('#lib/data/tokens/create-token.ts')
  const { closeDatabase } = await import('#lib/db/client.ts')
  try {
    const expiresDays = options['expires-days']
    const fields = { name: options.name, role: options.role, ...(expiresDays === undefined ? {} : { expiresDays }) }
    return (await createToken(systemPrincipal, fields)).token
  } finally {
    await closeDatabase()
  }
}
