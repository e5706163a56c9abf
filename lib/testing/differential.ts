import { parseArgs } from 'node:util'
import { report } from './differential/report.ts'
import { scanAll } from './differential/scan-all.ts'
import { toolVersions } from './differential/scanners.ts'
import { tools } from './differential/sightings.ts'

// `npm run differential -- [part of a name …] [--testssl] [--verbose]`: the lab's servers as other scanners and we see
// them. Prints every disagreement; exit code 1 where one is not explained. testssl.sh takes minutes for a server, so it
// is asked only for, and then about a few unless servers are named.

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { testssl: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false } },
})
const asked = tools.filter((tool) => tool !== 'testssl' || values.testssl)
const results = await scanAll(asked, positionals, (line) => process.stderr.write(`${line}\n`))
const { text, unexplained } = report(results, values.verbose)
process.stdout.write(`${JSON.stringify(await toolVersions())}\n${text}`)
process.exit(unexplained === 0 ? 0 : 1)
