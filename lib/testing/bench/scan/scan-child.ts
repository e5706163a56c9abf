import { observeMany } from '#lib/scan/observe-many.ts'
import { labOptions } from '#lib/testing/lab/scanning.ts'
import type { Observation, Target } from '#lib/tls/observation.ts'
import { matchIdentity } from '#lib/x509/match-host.ts'
import { readCertificate } from '#lib/x509/read-certificate.ts'
import { readTask, storeOf, targetsOf, tellRounds } from './scanner.ts'

// Child process: observes every target of its task at the depth asked for, with path and identity judged.
const task = await readTask()
const { depth, atOnce } = task
const store = storeOf(task)
const targets = targetsOf(task)
const plan = (target: Target) => ({ target, options: { ...labOptions, store, depth } })

await tellRounds(task.rounds, async () => {
  let proven = 0
  let connections = 0
  for await (const { item, observations } of observeMany(targets, plan, { concurrency: atOnce })) {
    for (const one of observations) {
      if (isProven(item, one)) proven += 1
      connections += one.connections
    }
  }
  return { proven, connections }
})

function isProven(target: Target, { outcome, facts, certificates }: Observation): boolean {
  const leaf = facts.chain.status === 'observed' ? certificates.get(facts.chain.value[0] ?? '') : undefined
  const certificate = leaf && readCertificate(leaf)
  if (outcome.kind !== 'handshake' || !certificate) return false
  const trusted = facts.trust.status === 'observed' && facts.trust.value.error === null
  const held = facts.keyPossession.status === 'observed' && facts.keyPossession.value.verified
  return trusted && held && matchIdentity(certificate, { kind: 'dns', value: target.serverName }).matched
}
