import { printable } from '#lib/scan/printable.ts'
import { placeLines } from './at-place.ts'
import { parseOptions, runCommand, sharedOptions } from './report-command.ts'
import type { PlacedReport, ReportPlace } from './report-place.ts'
import { UsageError } from './usage-error.ts'

export const listUsage = `Usage: countersign report list [options]

Reports, the newest first.

  --status STATUS    queued, running, done, cancelled, failed; several with commas
  --framework ID     those of it; several with commas
  --search TEXT      those with this in their name
  --limit N          how many at most (50)
  --json             {"rows": […], "total": {"count", "exact"}} as one line of JSON
${placeLines}

Exit code 0: listed. 1: refused, or can't be had. 2: a wrong command line.
`

const options = {
  ...sharedOptions,
  status: { type: 'string' },
  framework: { type: 'string' },
  search: { type: 'string' },
  limit: { type: 'string', default: '50' },
  json: { type: 'boolean', default: false },
} as const

const longestPage = 100

/** `countersign report list`. Gives the exit code. */
export async function listReports(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, options)
  if (values.help) {
    process.stdout.write(listUsage)
    return 0
  }
  if (positionals.length > 0) throw new UsageError(`What is ${positionals[0]}? Names are sought with --search.`)
  const { status, framework, search, json } = values
  const limit = /^\d{1,5}$/.test(values.limit) ? Number(values.limit) : 0
  if (limit < 1) throw new UsageError('--limit is a whole number from 1 on.')
  const query = Object.fromEntries(
    Object.entries({ status, framework, q: search }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  )
  return runCommand({
    where: values,
    refused: 1,
    async work(place) {
      const { rows, total } = await firstReports(place, query, limit)
      process.stdout.write(json ? `${JSON.stringify({ rows, total })}\n` : rows.map(line).join(''))
      const left = total.count - rows.length
      if (!json && left > 0)
        process.stderr.write(`${left}${total.exact ? '' : ' or more'} others are not listed; --limit lists more.\n`)
      return 0
    },
  })
}

async function firstReports(place: ReportPlace, query: Readonly<Record<string, string>>, limit: number) {
  const rows: PlacedReport[] = []
  for (let cursor: string | null = null; ; ) {
    const page = await place.list({
      ...query,
      limit: String(Math.min(longestPage, limit - rows.length)),
      ...(cursor === null ? {} : { cursor }),
    })
    rows.push(...page.rows)
    cursor = page.nextCursor
    if (cursor === null || rows.length >= limit) return { rows, total: page.total }
  }
}

function line({ id, status, asOf, createdAt, name }: PlacedReport): string {
  const at = (asOf ?? createdAt).slice(0, 19)
  return `${id}  ${status.padEnd(9)}  ${at}Z  ${printable(name, 200)}\n`
}
