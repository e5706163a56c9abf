import { globSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Benchmark } from './benchmark.ts'

// `npm run bench [name…]`: runs the modules of lib/testing/bench, each in turn, and prints what they measured.
const asked = process.argv.slice(2)
const paths = globSync('lib/testing/bench/*.ts').toSorted()
const names = paths.map((path) => basename(path, '.ts'))
const unknown = asked.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}; there are ${names.join(', ')}\n`)
  process.exit(2)
}

const table: Record<string, string>[] = []
for (const path of paths) {
  const name = basename(path, '.ts')
  if (asked.length > 0 && !asked.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  const module: { readonly default: Benchmark } = await import(pathToFileURL(resolve(path)).href)
  for (const { what, value, unit } of await module.default()) {
    table.push({ benchmark: name, what, value: value.toLocaleString('en-US', { maximumFractionDigits: 1 }), unit })
  }
}
console.table(table)
process.exit(0)
