import { X509Certificate } from 'node:crypto'
import { checkServerIdentity, connect, createSecureContext, type TLSSocket } from 'node:tls'
import { concurrently } from '#lib/scan/concurrently.ts'
import type { Target } from '#lib/tls/observation.ts'
import { readTask, storeOf, targetsOf, tellRounds } from './scanner.ts'

// Child process: reads through node:tls what an observation of depth inventory holds, as far as node:tls shows it:
// version, suite, group, ALPN, chain with fingerprints, staple, path and identity verdict.
const task = await readTask()
const targets = targetsOf(task)
const ca = storeOf(task).anchors.map((der) => new X509Certificate(der).toString())
const secureContext = createSecureContext({ ca })

await tellRounds(task.rounds, async () => {
  let proven = 0
  for await (const right of concurrently(targets, task.atOnce, look)) if (right) proven += 1
  return { proven, connections: targets.length }
})

function look(target: Target): Promise<boolean> {
  return new Promise((resolve) => {
    let staple: Buffer | null = null
    const socket = connect({
      host: target.host,
      port: target.port,
      servername: target.serverName,
      secureContext,
      rejectUnauthorized: false,
      requestOCSP: true,
      ALPNProtocols: ['h2', 'http/1.1'],
    })
    socket.once('OCSPResponse', (response: Buffer | null) => {
      staple = response
    })
    socket.once('secureConnect', () => {
      const facts = { ...factsOf(socket, target), staple }
      socket.destroy()
      resolve(facts.authorized && facts.identity && facts.chain.length > 0)
    })
    socket.on('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })
}

function factsOf(socket: TLSSocket, target: Target) {
  const leaf = socket.getPeerCertificate(true)
  const chain: string[] = []
  for (let one = leaf; !chain.includes(one.fingerprint256); one = one.issuerCertificate) chain.push(one.fingerprint256)
  return {
    protocol: socket.getProtocol(),
    suite: socket.getCipher().standardName,
    group: socket.getEphemeralKeyInfo(),
    alpn: socket.alpnProtocol,
    chain,
    authorized: socket.authorized,
    identity: checkServerIdentity(target.serverName, leaf) === undefined,
  }
}
