import { verifyReport, verifyUsage } from './report-verify.ts'
import { UsageError } from './usage-error.ts'

/** `countersign report …`. Gives the exit code; 2 for a command line that can't be understood. */
export async function report([name, ...args]: readonly string[]): Promise<number> {
  try {
    if (name === 'verify') return await verifyReport(args)
    if (name === '--help' || name === '-h' || name === 'help') {
      process.stdout.write(verifyUsage)
      return 0
    }
    throw new UsageError(name === undefined ? 'What about a report?' : `There is no command: report ${name}`)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${verifyUsage}`)
    return 2
  }
}
