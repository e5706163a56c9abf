import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { crl } from './crl.ts'
import { limbo } from './limbo.ts'
import { pkits } from './pkits.ts'
import type { Suite } from './suite.ts'
import { verifyChain } from './verify-chain.ts'

// `npm run conformance -- SUITE FILE`: one JSON line for each case, and a last one that sums up.
const suites: Readonly<Record<string, Suite>> = { limbo, pkits, crl, 'verify-chain': verifyChain }
const [name = '', file = ''] = process.argv.slice(2)
const suite = suites[name]
if (!suite || file === '') {
  process.stderr.write(`usage: npm run conformance -- ${Object.keys(suites).join('|')} FILE\n`)
  process.exit(2)
}
let [right, wrong, skips] = [0, 0, 0]
for (const result of suite(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')))) {
  if (result.actual === 'skipped') skips += 1
  else if (result.actual === result.expected) right += 1
  else wrong += 1
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
process.stdout.write(`${JSON.stringify({ suite: name, right, wrong, skipped: skips })}\n`)
