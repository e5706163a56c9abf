import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { atPlace, placeLines, placeOptions, refusalText } from './at-place.ts'
import { policiesAt, policiesHere } from './policy-place.ts'
import { policyPlanText } from './policy-plan-text.ts'
import { UsageError } from './usage-error.ts'

const usage = `Usage: countersign policy export [--format yaml|json]
       countersign policy apply FILE|- [--dry-run] [--prune] [--note TEXT] [--json]

Policies of environments and identities as one document (schema countersign.policy/1), to keep in git.

  --dry-run      says what would change, in policies and in verdicts, and saves nothing
  --prune        environments and identities that FILE does not name lose their policies
  --note TEXT    kept with each new version: a commit, a ticket
  --json         the answer as one line of JSON
${placeLines}

Exit code 0: exported, applied, or nothing to change. 1: refused, or FILE can't be taken. 2: a wrong command line.
`

const options = {
  format: { type: 'string', default: 'yaml' },
  'dry-run': { type: 'boolean', default: false },
  prune: { type: 'boolean', default: false },
  note: { type: 'string' },
  json: { type: 'boolean', default: false },
  ...placeOptions,
  help: { type: 'boolean', short: 'h', default: false },
} as const

const places = { here: policiesHere, there: policiesAt }

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options })
}

/** `countersign policy`. Gives the exit code. */
export async function policy(args: readonly string[]): Promise<number> {
  try {
    return await run(args)
  } catch (error) {
    if (error instanceof UsageError) return complain(`${error.message}\n\n${usage}`, 2)
    const refusal = refusalText(error)
    if (refusal === null) throw error
    return complain(refusal, 1)
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
    process.stdout.write(await atPlace(values, places, (place) => place.export(format)))
    return 0
  }
  if (verb !== 'apply' || file === undefined || more.length > 0)
    throw new UsageError('`export`, or `apply` with one file (- for standard input), is wanted.')
  const document = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  const { 'dry-run': dryRun, prune, note = null } = values
  const plan = await atPlace(values, places, (place) => place.apply(document, { dryRun, prune, note }))
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

function complain(message: string, code: number): number {
  process.stderr.write(`${message}\n`)
  return code
}
