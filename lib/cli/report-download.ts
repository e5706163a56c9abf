import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#lib/core/errors.ts'
import { reportFormats } from '#lib/export/report/index.ts'
import { placeLines } from './at-place.ts'
import { parseOptions, runCommand, sharedOptions } from './report-command.ts'
import { UsageError } from './usage-error.ts'

export const downloadUsage = `Usage: countersign report download ID --format FORMAT [--output FILE|-]

A report as a file. What breaks off leaves no file behind.

${reportFormats.map(({ key, use }) => `  ${key.padEnd(15)} ${use}`).join('\n')}

  --output FILE|-   without it, a file in this folder whose name tells the report's day and its hash's head; its name is
                    then the one line on standard output. -: standard output
${placeLines}

Exit code 0: it is there, and whole. 1: refused (not done, or changed since it was made), can't be had, or broken off.
2: a wrong command line.
`

const options = { ...sharedOptions, format: { type: 'string' }, output: { type: 'string', short: 'o' } } as const

/** `countersign report download`. Gives the exit code. */
export async function downloadReport(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, options)
  if (values.help) {
    process.stdout.write(downloadUsage)
    return 0
  }
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0) throw new UsageError('Name exactly one report, by its id.')
  const { format, output } = values
  if (!reportFormats.some(({ key }) => key === format) || format === undefined)
    throw new UsageError(`--format is one of ${reportFormats.map(({ key }) => key).join(', ')}.`)
  return runCommand({
    where: values,
    refused: 1,
    async work(place) {
      const response = await place.file(id, format)
      const path = output ?? fileName(response.headers) ?? `report-${format}`
      if (path === '-') await toStandardOutput(response)
      else await toFile(response, path)
      if (output === undefined) process.stdout.write(`${path}\n`)
      return 0
    },
  })
}

/** A plain name: what a server says leads to no other folder. */
function fileName(headers: Headers): string | null {
  const [, name] = /filename="([a-z0-9][a-z0-9._-]*)"/i.exec(headers.get('content-disposition') ?? '') ?? []
  return name ?? null
}

async function toStandardOutput(response: Response): Promise<void> {
  await brokenOff(pipeline(bodyOf(response), process.stdout, { end: false }))
}

/** Under another name until it is whole. */
async function toFile(response: Response, path: string): Promise<void> {
  const part = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    await brokenOff(pipeline(bodyOf(response), createWriteStream(part, { flags: 'wx' })))
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

function bodyOf({ body }: Response): Readable {
  return Readable.from(body ?? [])
}

/** An error of the file system is told as it is; any other is of what is read. */
async function brokenOff(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) throw cause
    throw new AppError('unavailable', 'The file broke off; nothing of it was kept.', { cause })
  }
}
