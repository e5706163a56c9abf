import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { readVectors } from '../certificates/vectors.ts'
import { runSuite, type SuiteSummary } from './run-suite.ts'
import { suiteOfFile, suites } from './suites.ts'

// `npm run conformance -- SUITE FILE`: one JSON line for each case, and a last one that sums up.
// `npm run conformance`: all files of the folder of vectors; lines for what comes out wrong, and a summary of each.
// Exit code 1 where something is wrong that is not in the list of exceptions.
const [name, file] = process.argv.slice(2)
const summaries = name === undefined ? runAll() : [runOne(name, file ?? '')]
process.exitCode = summaries.every(({ wrong, excepted }) => wrong === excepted) ? 0 : 1

function runOne(name: string, file: string): SuiteSummary {
  const suite = suites[name]
  if (!suite || file === '') {
    process.stderr.write(`usage: npm run conformance [-- ${Object.keys(suites).join('|')} FILE]\n`)
    process.exit(2)
  }
  const content: unknown = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'))
  const summary = runSuite(name, suite, content, print)
  print(summary)
  return summary
}

function runAll(): SuiteSummary[] {
  const summaries: SuiteSummary[] = []
  for (const [vectors, name] of suiteOfFile) {
    const suite = suites[name]
    const content = readVectors(vectors)
    if (!suite || content === null) continue
    const summary = runSuite(name, suite, content, (result, exception) => {
      if (result.actual !== result.expected) print(exception === null ? result : { ...result, exception })
    })
    print({ file: vectors, ...summary })
    summaries.push(summary)
  }
  return summaries
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
