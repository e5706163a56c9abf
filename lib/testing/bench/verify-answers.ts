import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { newId } from '#lib/core/ids.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { questionSchema } from '#lib/data/verify/question.ts'
import { closeDatabase, pool } from '#lib/db/client.ts'
import { startEmbeddedServer } from '#lib/db/embedded-server.ts'
import { migrate } from '#lib/db/migrate.ts'
import { ask } from '#lib/jobs/ask.ts'
import { defaultMaxBytes, defaultTimeouts } from '#lib/scan/limits.ts'
import { observe } from '#lib/scan/observe.ts'
import type { Measurement } from '#lib/testing/benchmark.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { startTlsServer } from '#lib/testing/lab/tls-server.ts'

const answers = 300
const reads = 5_000
const handshakes = 300
const atOnce = 8
const name = 'payments.example.com'

/**
 * Signed answers from evidence on record, each judged anew and put on record, beside two things of known cost in the same
 * run: reading the endpoint's row by its key, and a full handshake of node:tls with the server itself.
 */
export default async function verifyAnswers(): Promise<readonly Measurement[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  chmodSync(dataDir, 0o711)
  const database = await startEmbeddedServer(dataDir)
  process.env.DATABASE_URL = database.url
  process.env.COUNTERSIGN_SECRET = 'a secret for benchmarks that is long enough'
  const root = createRoot()
  const leaf = root.issue({ dns: [name] })
  const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
  try {
    await migrate(database.url)
    const endpointId = await seen(server, root.pem)
    const question = questionSchema.parse({
      endpoint: { host: server.address, port: server.port, serverName: name },
      identity: name,
      maxAgeSeconds: 3600,
    })
    const read = () => pool().query('SELECT * FROM endpoint WHERE id = $1', [endpointId])
    const shake = () => handshake(server, root.pem)
    const one = async () => {
      const { answer } = await ask(somebody(), question)
      if (answer.verdict !== 'proven' || answer.evidence.scanned) throw new Error('it was not answered from evidence')
    }
    await times(20, 1, one)
    const alone = await times(answers, 1, one)
    const before = process.cpuUsage()
    const together = await times(answers, atOnce, one)
    const { user, system } = process.cpuUsage(before)
    const rows = await times(reads, 1, read)
    const sessions = await times(handshakes, 1, shake)
    return [
      { what: 'answers, one after another', value: alone, unit: 'answers/s' },
      { what: `answers, ${atOnce} at once`, value: together, unit: 'answers/s' },
      { what: 'CPU of the asking process for one of them', value: (user + system) / 1000 / answers, unit: 'ms' },
      { what: 'reads of one row by its key', value: rows, unit: 'reads/s' },
      { what: 'full handshakes of node:tls, client and server here', value: sessions, unit: 'handshakes/s' },
      { what: 'one answer', value: rows / alone, unit: 'reads' },
      { what: 'one answer', value: sessions / alone, unit: 'handshakes' },
    ]
  } finally {
    await server.close()
    await closeDatabase()
    delete process.env.DATABASE_URL
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function seen(server: { readonly address: string; readonly port: number }, anchor: string): Promise<string> {
  const store = await createTrustStore(systemPrincipal, { name: 'Bench', pem: anchor })
  await setDefaultStore(systemPrincipal, store.id)
  const { address: host, port } = server
  const identityId = await addIdentity(name)
  const endpointId = await addEndpoint(await addSite(), { host, port, serverName: name, identityId })
  const observations = await observe(
    { host, port, serverName: name, transport: 'tls' },
    {
      scope: { allow: ['127.0.0.0/8'], deny: [], allowPublic: false, staticHosts: {}, forbidden: [] },
      store: null,
      timeouts: defaultTimeouts,
      maxBytes: defaultMaxBytes,
      depth: 'posture',
    },
  )
  await recordObservations(systemPrincipal, [{ endpointId, depth: 'posture', observations }])
  return endpointId
}

/** Each asks once, so that nobody's limit is reached. */
function somebody(): Principal {
  return { kind: 'token', id: newId(), name: 'bench', role: 'viewer' }
}

function handshake({ address, port }: { readonly address: string; readonly port: number }, ca: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, servername: name, ca }, () => {
      socket.destroy()
      resolve()
    })
    socket.on('error', reject)
  })
}

/** How often per second the work is done, with so many of it at once. */
async function times(count: number, atOnce: number, work: () => Promise<unknown>): Promise<number> {
  let left = count
  const startedMs = performance.now()
  const lane = async () => {
    while (left > 0) {
      left -= 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return (count * 1000) / (performance.now() - startedMs)
}
