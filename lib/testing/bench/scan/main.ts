import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { loadavg } from 'node:os'
import { hostile } from './hostile.ts'
import { inventory } from './inventory.ts'
import { posture } from './posture.ts'
import { type Row, tableRow } from './row.ts'
import { tarpits } from './tarpits.ts'

// `npm run bench:scan [part…]`: what the scanner does per second of CPU, beside other tools, on servers of its own.
const parts: Readonly<Record<string, () => Promise<readonly Row[]>>> = { inventory, posture, tarpits, hostile }
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}\n`)
  process.exit(2)
}

const table: Record<string, string>[] = []
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  const before = machine()
  const rows = await measure()
  table.push({ what: `— ${name}`, value: '', unit: before, target: '', verdict: '', note: '' }, ...rows.map(tableRow))
}
console.table(table)
process.exit(0)

/** How busy and how fast the machine is: a verification under P-256 takes about 45 µs on the machine of the targets. */
function machine(): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const data = Buffer.alloc(100)
  const signature = sign('sha256', data, privateKey)
  const before = process.cpuUsage()
  for (let index = 0; index < 1000; index += 1) verify('sha256', data, publicKey, signature)
  const { user, system } = process.cpuUsage(before)
  return `load ${loadavg()[0]?.toFixed(1)}, P-256 ${Math.round((user + system) / 1000)} µs`
}
