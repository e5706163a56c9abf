import { once } from 'node:events'
import http from 'node:http'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { evaluateDue } from '#lib/data/evaluation/evaluate-due.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { pool } from '#lib/db/client.ts'
import type { JobContext } from '#lib/jobs/handler.ts'
import { runFetches } from '#lib/jobs/run-fetches.ts'
import { createPacer } from '#lib/scan/pacer.ts'
import { revocationList } from './certificates/revocation-list.ts'
import { createRoot, type Issued, type IssueOptions } from './certificates.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from './estate.ts'
import { handshakeAt } from './observations.ts'

const root = createRoot()
const issuing = root.intermediate()
const now = new Date()
const yesterday = new Date(now.getTime() - dayMs)
const tomorrow = new Date(now.getTime() + dayMs)
const limits = { overallMs: 2000, connectMs: 500, idleMs: 500 }

/** A CA with a web server of its own, and an estate that serves its certificates. In the database of the test. */
export async function startRevocationLab() {
  const answers = new Map<string, Buffer | (() => Buffer)>()
  const asked: { path: string; body: Buffer }[] = []
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const path = request.url ?? ''
    asked.push({ path, body: Buffer.concat(chunks) })
    const answer = answers.get(path)
    if (answer === undefined) response.writeHead(404).end()
    else response.end(typeof answer === 'function' ? answer() : answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const base = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
  const siteId = await addSite()
  const store = await createTrustStore(systemPrincipal, { name: 'Own', pem: root.pem })
  await setDefaultStore(systemPrincipal, store.id)

  const serials = new Map<string, bigint>()
  const issue = (options: IssueOptions = {}): Issued => {
    const serial = 1000n + BigInt(serials.size)
    const notBefore = new Date(now.getTime() - 10 * dayMs)
    const leaf = issuing.issue({ dns: ['payments.example.com'], notBefore, serial, ...options })
    serials.set(leaf.sha256, serial)
    return leaf
  }
  const see = async (endpointId: string, leaf: Issued, chain: readonly Issued[] = [issuing], staple?: Buffer) => {
    const facts = staple && { ocspStaple: { status: 'observed', value: staple.toString('base64') } as const }
    const ders = [leaf, ...chain].map(({ der }) => der)
    const observation = handshakeAt({ at: new Date(), chain: ders, ...(facts && { facts }) })
    await recordObservations(systemPrincipal, [{ endpointId, observations: [observation] }], new Date())
  }
  return {
    root,
    issuing,
    now,
    yesterday,
    tomorrow,
    base,
    siteId,
    /** What the CA's web server gives, by path. */
    answers,
    /** What it was asked. */
    asked,
    issue,
    /** A leaf that names the list `/ca.crl`. */
    listed: (options: IssueOptions = {}) => issue({ crlUrls: [`${base}/ca.crl`], ...options }),
    list: (revoked: readonly Issued[] = [], change: Partial<Parameters<typeof revocationList>[0]> = {}) =>
      revocationList({
        issuer: issuing,
        thisUpdate: yesterday,
        nextUpdate: tomorrow,
        revoked: revoked.map(({ sha256 }) => ({ serial: serials.get(sha256) ?? 0n, at: yesterday, reason: 1 })),
        ...change,
      }),
    see,
    /** The id of a new endpoint that serves the leaf. */
    async serve(leaf: Issued, chain: readonly Issued[] = [issuing], staple?: Buffer): Promise<string> {
      const host = `host-${leaf.sha256.slice(0, 6)}.example.com`
      const endpointId = await addEndpoint(siteId, { host, identityId: await addIdentity(host) })
      await see(endpointId, leaf, chain, staple)
      return endpointId
    },
    async verdictOf(endpointId: string, checkId = 'revocation-revoked-in-use', at = new Date()) {
      while ((await evaluateDue(at)) > 0);
      return oneRow('SELECT outcome, reason, evidence FROM verdict WHERE subject_id = $1 AND check_id = $2', [
        endpointId,
        checkId,
      ])
    },
    fetchAll(signal = new AbortController().signal) {
      const context: JobContext = {
        signal,
        siteId,
        concurrency: 4,
        timeoutMs: 1000,
        ownServices: [],
        lastAttempt: false,
        pacer: createPacer(),
      }
      return runFetches(context, limits)
    },
    dueNow: () => pool().query('UPDATE fetched_document SET next_fetch_at = now()'),
    close: () => new Promise((done) => server.close(done)),
  }
}
