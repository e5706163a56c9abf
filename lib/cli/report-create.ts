import { reportableIds } from '#lib/data/report-snapshots/request.ts'
import { printable } from '#lib/scan/printable.ts'
import { placeLines } from './at-place.ts'
import { parseOptions, runCommand, sharedOptions } from './report-command.ts'
import { awaitReport } from './report-wait.ts'
import { UsageError } from './usage-error.ts'

export const createUsage = `Usage: countersign report create --name NAME --framework ID… [options]

Freezes a report of what is known and judged now; a worker makes it, and nothing is scanned. Its id is the one line
on standard output; how far it is goes to standard error.

  --framework ID        may be repeated: ${reportableIds.slice(0, 5).join(', ')},
                        ${reportableIds.slice(5).join(', ')}; all of them: all
  --environment NAME    this environment alone; none: identities without one; may be repeated
  --owner NAME          what this owner answers for alone; none: what nobody does; may be repeated
  --identity ID         this identity alone; may be repeated
  --evidence-since TIME what was last seen before (2026-11-01, 2026-11-01T12:00:00Z) counts as not assessed
  --no-wait             does not wait until it is made
  --timeout SECONDS     how long it is waited for (3600); the report goes on being made
  --json                on standard output the report as one line of JSON, instead of its id
${placeLines}

Exit code 0: it is made (with --no-wait: ordered). 1: refused, could not be made, or not made in time. 2: a wrong
command line.
`

const many = { type: 'string', multiple: true } as const

const options = {
  ...sharedOptions,
  name: { type: 'string' },
  framework: many,
  environment: many,
  owner: many,
  identity: many,
  'evidence-since': { type: 'string' },
  'no-wait': { type: 'boolean', default: false },
  timeout: { type: 'string', default: '3600' },
  json: { type: 'boolean', default: false },
} as const

/** `countersign report create`. Gives the exit code. */
export async function createReport(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, options)
  if (values.help) {
    process.stdout.write(createUsage)
    return 0
  }
  if (positionals.length > 0) throw new UsageError(`What is ${positionals[0]}? A name goes with --name.`)
  const { name, framework = [], environment = [], owner = [], identity = [], json } = values
  if (name === undefined) throw new UsageError('--name is wanted.')
  if (framework.length === 0) throw new UsageError('--framework is wanted.')
  const timeoutMs = readSeconds(values.timeout) * 1000
  const evidenceSince = readInstant(values['evidence-since'])
  const frameworks = framework.includes('all') ? reportableIds : framework
  const request = { name, frameworks, scope: { environment, owner, identity, evidenceSince } }
  return runCommand({
    where: values,
    refused: 1,
    async work(place) {
      const id = await place.create(request)
      if (!json) process.stdout.write(`${id}\n`)
      const isAwaited = !values['no-wait']
      const last = isAwaited ? await awaitReport(place, id, timeoutMs) : await place.get(id)
      if (json) process.stdout.write(`${JSON.stringify(last)}\n`)
      if (!isAwaited || last.status === 'done') return 0
      process.stderr.write(`${reasonOf(last)}\n`)
      return 1
    },
  })
}

function reasonOf({
  id,
  status,
  failure,
}: {
  readonly id: string
  readonly status: string
  readonly failure: string | null
}) {
  if (status === 'failed') return `The report could not be made: ${printable(failure ?? 'nobody says why', 500)}`
  if (status === 'cancelled') return 'The report was cancelled.'
  const hint = status === 'queued' ? ' Is a worker running?' : ''
  return `The report is not made yet (${status}); it is not waited for any longer.${hint} Its id is ${id}.`
}

function readSeconds(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (seconds < 1) throw new UsageError('--timeout is a whole number of seconds.')
  return seconds
}

function readInstant(text: string | undefined): string | null {
  if (text === undefined) return null
  const isInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
  const at = new Date(text)
  if (!isInstant || Number.isNaN(at.getTime()))
    throw new UsageError('--evidence-since is a day (2026-11-01, in UTC) or an instant with its zone.')
  return at.toISOString()
}
