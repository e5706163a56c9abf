import { placeLines } from './at-place.ts'
import { comparisonText } from './comparison-text.ts'
import { parseOptions, runCommand, sharedOptions } from './report-command.ts'
import type { PlacedChanges, PlacedComparison, ReportPlace } from './report-place.ts'
import { UsageError } from './usage-error.ts'

export const compareUsage = `Usage: countersign report compare EARLIER LATER [--json]

What became of everything between two reports, by their ids.

  --json         the answer, why, and all numbers as one line of JSON
${placeLines}

Exit code 0 (ok): nothing became worse. 1 (worse): a judgement of both fails now or weighs more, a finding was opened,
or an exception ended. 2 (unknown): it can't be told: what was known is not assessed now, the reports ask different
questions (another scope, or a framework or check is gone), one of them can't be had or is not intact, or the command
line is wrong. Checks that are new make nothing worse, and neither does what only another scope brings.
`

const options = { ...sharedOptions, json: { type: 'boolean', default: false } } as const

const exitCodes: Readonly<Record<PlacedComparison['answer'], number>> = { ok: 0, worse: 1, unknown: 2 }

/** What is named of what became worse, or unknown. */
const mostNamed = 20

/** `countersign report compare`. Gives the exit code. */
export async function compareReports(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, options)
  if (values.help) {
    process.stdout.write(compareUsage)
    return 0
  }
  const [before, after, ...more] = positionals
  if (before === undefined || after === undefined || more.length > 0)
    throw new UsageError('Name two reports by their ids, the earlier one first.')
  return runCommand({
    where: values,
    refused: 2,
    async work(place) {
      const compared = await place.compare(before, after)
      if (values.json) {
        process.stdout.write(`${JSON.stringify({ schema: 'countersign.report-comparison/1', ...compared })}\n`)
      } else {
        process.stdout.write(comparisonText(compared, await whatChanged(place, compared)))
      }
      return exitCodes[compared.answer]
    },
  })
}

/** The judgements that make the answer, as far as they are named. */
async function whatChanged(place: ReportPlace, compared: PlacedComparison): Promise<PlacedChanges['rows']> {
  const queries = {
    ok: [],
    worse: [{ change: 'worse' }, { finding: 'opened,exception-ended' }],
    unknown: [{ change: 'unknown-now' }],
  }[compared.answer]
  const found = new Map<string, PlacedChanges['rows'][number]>()
  for (const query of queries) {
    const { rows } = await place.changes(compared.before.id, compared.after.id, { ...query, limit: String(mostNamed) })
    for (const row of rows) found.set(row.key, row)
  }
  return [...found.values()].slice(0, mostNamed)
}
