import { UsageError } from './usage-error.ts'

interface Entry {
  readonly summary: string
  /** Loaded only when it is asked for: verifying a bundle needs nothing of the others. */
  readonly load: () => Promise<{ readonly run: (args: readonly string[]) => Promise<number>; readonly usage: string }>
}

const commands: Readonly<Record<string, Entry>> = {
  create: {
    summary: 'freeze a report of what is known and judged now, and wait for it',
    load: async () => {
      const { createReport, createUsage } = await import('./report-create.ts')
      return { run: createReport, usage: createUsage }
    },
  },
  list: {
    summary: 'list reports',
    load: async () => {
      const { listReports, listUsage } = await import('./report-list.ts')
      return { run: listReports, usage: listUsage }
    },
  },
  download: {
    summary: 'a report as a file: signed bundle, PDF, HTML, CSV, JSON, OSCAL, CycloneDX',
    load: async () => {
      const { downloadReport, downloadUsage } = await import('./report-download.ts')
      return { run: downloadReport, usage: downloadUsage }
    },
  },
  compare: {
    summary: 'say by the exit code whether anything became worse: 0 ok, 1 worse, 2 it cannot be told',
    load: async () => {
      const { compareReports, compareUsage } = await import('./report-compare.ts')
      return { run: compareReports, usage: compareUsage }
    },
  },
  verify: {
    summary: 'verify the signed bundle of a report; no network, no database needed',
    load: async () => {
      const { verifyReport, verifyUsage } = await import('./report-verify.ts')
      return { run: verifyReport, usage: verifyUsage }
    },
  },
}

const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`)
const usage = `Usage: countersign report COMMAND [...]; COMMAND --help tells its options\n\n${lines.join('\n')}\n`

/** `countersign report …`. Gives the exit code; 2 for a command line that can't be understood. */
export async function report([name, ...args]: readonly string[]): Promise<number> {
  const entry = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!entry) {
    const isAsked = name === '--help' || name === '-h' || name === 'help'
    if (isAsked) process.stdout.write(usage)
    else
      process.stderr.write(
        `${name === undefined ? 'What about a report?' : `There is no command: report ${name}`}\n\n${usage}`,
      )
    return isAsked ? 0 : 2
  }
  const command = await entry.load()
  try {
    return await command.run(args)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${command.usage}`)
    return 2
  }
}
