import { failedChecks } from './check-steps.ts'

const failed = await failedChecks()
process.stdout.write(failed.length === 0 ? 'All checks passed\n' : `Failed: ${failed.join(', ')}\n`)
process.exit(failed.length === 0 ? 0 : 1)
