import { generateKeyPairSync, hash, type KeyObject } from 'node:crypto'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { log } from '#lib/core/log.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { importAdvisory } from '../advisories/import-advisory.ts'
import { previewAdvisory } from '../advisories/preview-advisory.ts'
import { createHostsRun } from '../discovery/create-hosts-run.ts'
import { previewHosts } from '../discovery/preview-hosts.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { createWhatIf } from '../what-if/ask.ts'
import { exposureFilter } from './exposure-filter.ts'
import { importDeclared } from './import-declared.ts'
import { importIssued } from './import-issued.ts'
import { listExposures } from './list-exposures.ts'
import { saveDeclared } from './save-declared.ts'

testDatabase()

const fs: { writeSync: (...all: unknown[]) => number } = createRequire(import.meta.url)('node:fs')
const logged: string[] = []
const root = createRoot()
const leaf = root.issue({ dns: ['pay.example.com'] })
const ids = { site: '', endpoint: '', identity: '' }

interface Secret {
  readonly pem: string
  readonly spki: string
  readonly traces: readonly string[]
}

/** Runs of the key's own bytes, as text and as Postgres shows bytea. */
function secretOf({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): Secret {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const base64 = der.toString('base64')
  // The head of PKCS#8 names the algorithm alone, and the public half is no secret.
  const body = base64.slice(48).match(/.{20}/g) ?? []
  const hex = (der.toString('hex').slice(72).match(/.{24}/g) ?? []).filter((run) => !spki.toString('hex').includes(run))
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  return { pem, spki: hash('sha256', spki, 'hex'), traces: [...body.slice(0, 3), ...hex.slice(0, 2)] }
}

const fresh = () => secretOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }))

beforeAll(async () => {
  const write = fs.writeSync
  vi.spyOn(fs, 'writeSync').mockImplementation((...all) => {
    logged.push(String(all[1]))
    return write(...all)
  })
  ids.site = await addSite()
  ids.identity = await addIdentity('pay.example.com')
  ids.endpoint = await addEndpoint(ids.site, { identityId: ids.identity })
  await recordObservations(systemPrincipal, [
    { endpointId: ids.endpoint, observations: [handshakeAt({ at: new Date(), chain: [leaf.der, root.der] })] },
  ])
})

afterAll(() => vi.restoreAllMocks())

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const { rows: tables } = await pool().query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  )
  const parts = await Promise.all(
    tables.map(({ name }) =>
      pool().query<{ text: string | null }>(`SELECT string_agg(t::text, E'\\n') AS text FROM ${name} t`),
    ),
  )
  return parts.map(({ rows }) => rows[0]?.text ?? '').join('\n')
}

const advisory = (pem: string) =>
  JSON.stringify({
    title: 'A notice',
    source: 'us',
    publishedAt: '2026-01-01',
    entries: [{ certificate: pem + root.pem, effectiveAt: '2027-01-01', reason: `because ${pem}` }],
  })

/** Every way in which text comes in; each may refuse what is left of it. */
const imports: readonly (readonly [string, boolean, (pem: string) => Promise<unknown>])[] = [
  [
    'issued certificates in PEM',
    true,
    (pem) => importIssued(systemPrincipal, { file: Buffer.from(pem + leaf.pem), source: 'import', name: 'bundle.pem' }),
  ],
  [
    'issued certificates, and nothing but the key',
    true,
    (pem) => importIssued(systemPrincipal, { file: Buffer.from(pem), source: 'api' }),
  ],
  [
    'CT entries',
    true,
    (pem) =>
      importIssued(systemPrincipal, { file: Buffer.from(JSON.stringify({ pem: pem + leaf.pem })), source: 'ct' }),
  ],
  [
    'a host list',
    true,
    (pem) => createHostsRun(systemPrincipal, { siteId: ids.site, text: `a.example.com:443\n${pem}b.example.com` }),
  ],
  [
    'a host list in CSV',
    true,
    (pem) => createHostsRun(systemPrincipal, { siteId: ids.site, text: `host,owner\nc.example.com,"${pem}"\n` }),
  ],
  [
    'a preview of a host list',
    false,
    (pem) => previewHosts(systemPrincipal, { siteId: ids.site, text: `${pem}\nd.example.com:99999` }),
  ],
  ['a trust store', true, (pem) => createTrustStore(systemPrincipal, { name: 'PKI', pem: root.pem + pem })],
  [
    'a trust store of nothing but the key',
    true,
    (pem) => createTrustStore(systemPrincipal, { name: 'none', file: Buffer.from(pem) }),
  ],
  ['an advisory', true, (pem) => importAdvisory(systemPrincipal, advisory(pem), 'public')],
  ['a preview of an advisory', false, (pem) => previewAdvisory(systemPrincipal, advisory(pem), 'public')],
  ['a what-if', true, (pem) => createWhatIf(systemPrincipal, { name: 'so', change: { addAnchors: pem + root.pem } })],
  [
    'declared facts in CSV',
    true,
    (pem) => importDeclared(systemPrincipal, `identity,standby\npay.example.com,"${pem}"\n`),
  ],
  [
    'declared facts in JSON',
    true,
    (pem) => importDeclared(systemPrincipal, JSON.stringify([{ identity: 'pay.example.com', standby: `why ${pem}` }])),
  ],
  ['a form', true, (pem) => saveDeclared(systemPrincipal, ids.identity, { standby: pem.slice(0, 290) })],
]

test.each(imports)(
  '%s: no byte of a private key is in the database, the answer or the log; its hash is',
  async (_, recorded, bring) => {
    const secret = fresh()
    const answer = await bring(secret.pem).catch((error: unknown) => error)
    log.error({ err: answer, sent: secret.pem }, 'a careless line')
    const told = [
      JSON.stringify(answer),
      answer instanceof Error ? `${answer.message} ${answer.stack}` : '',
      logged.join(''),
      await dump(),
    ].join('\n')
    expect(secret.traces.filter((trace) => told.includes(trace))).toEqual([])
    expect(await countRows('key_exposure', `encode(spki_sha256, 'hex') = '${secret.spki}'`)).toBe(recorded ? 1 : 0)
  },
)

test('where it stood is told, and what serves the key is judged anew', async () => {
  await pool().query('UPDATE endpoint SET reevaluate_at = NULL')
  const file = Buffer.from(`# ours\n${leaf.pem}${leaf.keyPem}`)
  const { privateKeysDropped, problems } = await importIssued(systemPrincipal, {
    file,
    source: 'import',
    name: 'pay\u202e.pem',
  })
  const line = `# ours\n${leaf.pem}`.split('\n').length
  expect(privateKeysDropped).toBe(1)
  expect(problems).toEqual([{ at: `line ${line}`, problem: expect.stringContaining('dropped and is not stored') }])
  const filter = exposureFilter.parse({ served: 'true' })
  expect((await listExposures(systemPrincipal, filter)).rows).toMatchObject([
    { location: `pay .pem, line ${line}`, certificates: 1, endpoints: 1 },
  ])
  expect(await countRows('endpoint', `id = '${ids.endpoint}' AND reevaluate_at IS NOT NULL`)).toBe(1)
})
