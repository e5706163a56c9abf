import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { AppError } from '#lib/core/errors.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'
import { NoDatabase, settleDatabaseUrl } from './database-url.ts'
import { type PolicyPlace, policiesAt, policiesHere } from './policy-place.ts'
import { policyPlanText } from './policy-plan-text.ts'
import { UsageError } from './usage-error.ts'

const usage = `Usage: countersign policy export [--format yaml|json]
       countersign policy apply FILE|- [--dry-run] [--prune] [--note TEXT] [--json]

Policies of environments and identities as one document (schema countersign.policy/1), to keep in git.

  --dry-run      says what would change, in policies and in verdicts, and saves nothing
  --prune        environments and identities that FILE does not name lose their policies
  --note TEXT    kept with each new version: a commit, a ticket
  --json         the answer as one line of JSON
  --url URL      of a Countersign elsewhere; without it, the database of this one
  --token TOKEN  for --url; better in COUNTERSIGN_TOKEN, where no list of processes shows it

Exit code 0: exported, applied, or nothing to change. 1: refused, or FILE can't be taken. 2: a wrong command line.
`

const options = {
  format: { type: 'string', default: 'yaml' },
  'dry-run': { type: 'boolean', default: false },
  prune: { type: 'boolean', default: false },
  note: { type: 'string' },
  json: { type: 'boolean', default: false },
  url: { type: 'string' },
  token: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

type Values = ReturnType<typeof parse>['values']

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options })
}

/** `countersign policy`. Gives the exit code. */
export async function policy(args: readonly string[]): Promise<number> {
  try {
    return await run(args)
  } catch (error) {
    if (error instanceof UsageError) return complain(`${error.message}\n\n${usage}`, 2)
    if (error instanceof AppError) return complain(refusalText(error), 1)
    if (error instanceof NoDatabase) return complain(error.message, 1)
    if (isDatabaseUnavailable(error)) return complain('The database cannot be reached: is Countersign running?', 1)
    if (error instanceof Error && 'syscall' in error) return complain(error.message, 1)
    throw error
  }
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args)
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const [verb, file, ...more] = positionals
  if (verb === 'export' && file === undefined) {
    const { format } = values
    if (format !== 'yaml' && format !== 'json') throw new UsageError('--format is yaml or json.')
    process.stdout.write(await at(values, (place) => place.export(format)))
    return 0
  }
  if (verb !== 'apply' || file === undefined || more.length > 0)
    throw new UsageError('`export`, or `apply` with one file (- for standard input), is wanted.')
  const document = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  const { 'dry-run': dryRun, prune, note = null } = values
  const plan = await at(values, (place) => place.apply(document, { dryRun, prune, note }))
  process.stdout.write(values.json ? `${JSON.stringify(plan)}\n` : policyPlanText(plan))
  return 0
}

function read(args: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(args)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

async function at<T>(
  { url, token = process.env.COUNTERSIGN_TOKEN }: Values,
  work: (place: PolicyPlace) => Promise<T>,
): Promise<T> {
  if (url !== undefined) {
    if (!URL.canParse(url)) throw new UsageError('--url is no URL.')
    if (!token) throw new UsageError('--url needs a token: set COUNTERSIGN_TOKEN.')
    return work(policiesAt(url, token))
  }
  settleDatabaseUrl()
  const { closeDatabase } = await import('#lib/db/client.ts')
  try {
    return await work(policiesHere())
  } finally {
    await closeDatabase()
  }
}

function refusalText({ message, problems }: AppError): string {
  return problems.length === 0 ? message : problems.map(({ at, problem }) => `${at}: ${problem}`).join('\n')
}

function complain(message: string, code: number): number {
  process.stderr.write(`${message}\n`)
  return code
}
