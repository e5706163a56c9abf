import { createInterface } from 'node:readline'
import { observeMany } from '#lib/scan/observe-many.ts'
import { labOptions } from '#lib/testing/lab/scanning.ts'
import type { Depth, Observation, Target } from '#lib/tls/observation.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'

// Child process: reads {ports, root} and observes each port ROUNDS times at DEPTH. Prints, per round, the CPU seconds
// since the one before (the first holds the start of the process) and how many were seen whole and proven.
const depth = process.argv[2] as Depth
const rounds = Number(process.argv[3] ?? 1)
const atOnce = Number(process.argv[4] ?? 64)
const [line] = await Array.fromAsync(createInterface(process.stdin))
const { ports, root }: { ports: number[]; root: string } = JSON.parse(line ?? '{}')
const store = { id: 'bench', name: 'Bench', asOf: '', version: '1', anchors: [Buffer.from(root, 'base64')] }
const targets = ports.map((port, index): Target => ({ host: '127.0.0.1', port, serverName: `s${index}.test`, transport: 'tls' }))
let before = 0
for (let round = 0; round < rounds; round += 1) {
  let proven = 0
  let connections = 0
  const startedMs = performance.now()
  const plan = (target: Target) => ({ target, options: { ...labOptions, store, depth } })
  for await (const { item, observations } of observeMany(targets, plan, { concurrency: atOnce })) {
    for (const one of observations) {
      if (isProven(item, one)) proven += 1
      connections += one.connections
    }
  }
  const { user, system } = process.cpuUsage()
  const cpuSeconds = (user + system) / 1e6
  const seconds = (performance.now() - startedMs) / 1000
  process.stdout.write(`${JSON.stringify({ cpuSeconds: cpuSeconds - before, seconds, proven, connections, rss: process.memoryUsage.rss() })}\n`)
  before = cpuSeconds
}

function isProven(target: Target, { outcome, facts, certificates }: Observation): boolean {
  const leaf = facts.chain.status === 'observed' ? certificates.get(facts.chain.value[0] ?? '') : undefined
  if (outcome.kind !== 'handshake' || leaf === undefined) return false
  const trusted = facts.trust.status === 'observed' && facts.trust.value.error === null
  const held = facts.keyPossession.status === 'observed' && facts.keyPossession.value.verified
  return trusted && held && parseCertificate(leaf).subjectAltNames.some((name) => name.kind === 'dns' && name.value === target.serverName)
}
