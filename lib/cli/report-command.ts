import { type ParseArgsConfig, parseArgs } from 'node:util'
import { atPlace, placeOptions, refusalText } from './at-place.ts'
import { type ReportPlace, reportsAt, reportsHere } from './report-place.ts'
import { UsageError } from './usage-error.ts'

type Options = NonNullable<ParseArgsConfig['options']>

export const sharedOptions = { ...placeOptions, help: { type: 'boolean', short: 'h', default: false } } as const

/** Parsed strictly. Throws UsageError where an option is unknown or wants a value. */
export function parseOptions<const Own extends Options>(args: readonly string[], options: Own) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** One of the commands of `countersign report`; `work` gives the exit code where nothing was refused. */
export interface ReportCommand {
  readonly where: { readonly url?: string | undefined; readonly token?: string | undefined }
  /** The exit code where it was refused, or something can't be had. */
  readonly refused: number
  work(place: ReportPlace): Promise<number>
}

export async function runCommand({ where, refused, work }: ReportCommand): Promise<number> {
  try {
    return await atPlace(where, { here: reportsHere, there: reportsAt }, work)
  } catch (error) {
    const refusal = refusalText(error)
    if (refusal === null) throw error
    process.stderr.write(`${refusal}\n`)
    return refused
  }
}
