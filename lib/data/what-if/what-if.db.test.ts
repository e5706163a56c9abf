import { beforeEach, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot, type Issued } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { setDefaultStore } from '../trust-stores/change-trust-store.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { askBlastRadius, createWhatIf } from './ask.ts'
import { changeSchema } from './change.ts'
import { currentEstate, forgetEstate } from './estate-cache.ts'
import { answerWhatIf } from './run-what-if.ts'
import { deleteWhatIf, findBlastRadius, getWhatIf, listWhatIfs } from './what-ifs.ts'
import { workAtWhatIf } from './work-at-what-if.ts'

testDatabase('test')

const [root, other] = [createRoot(), createRoot({ commonName: 'Other Root' })]
const issuing = root.intermediate()
const cross = other.intermediate({ commonName: 'Test Intermediate CA', key: issuing.key })
const now = new Date()
const hour = 3_600_000

beforeEach(async () => {
  forgetEstate()
  const { id } = await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem + other.pem })
  await setDefaultStore(systemPrincipal, id)
})

/** One endpoint for each chain, in order. */
async function serve(...chains: readonly (readonly Issued[])[]): Promise<string[]> {
  const siteId = await addSite()
  const ids: string[] = []
  for (const chain of chains) {
    const endpointId = await addEndpoint(siteId)
    const observations = [handshakeAt({ at: now, chain: chain.map(({ der }) => der) })]
    await recordObservations(systemPrincipal, [{ endpointId, observations }], now)
    ids.push(endpointId)
  }
  return ids
}

async function suppose(change: object) {
  const { broken, mended, rerouted } = await answerWhatIf(await currentEstate(), changeSchema.parse(change), now)
  const ids = ({ listed }: typeof broken) => listed.map(({ endpointId }) => endpointId).sort()
  return { broken: ids(broken), mended: ids(mended), rerouted: ids(rerouted) }
}

const leaf = (options = {}) => issuing.issue({ dns: ['a.test'], ...options })
const nothing = { broken: [], mended: [], rerouted: [] }

test('an anchor that goes breaks what has no other path, and what has one is rerouted', async () => {
  const [alone, crossed] = await serve([leaf(), issuing], [leaf(), issuing, cross])
  expect(await suppose({ removeAnchors: [root.sha256] })).toEqual({ ...nothing, broken: [alone], rerouted: [crossed] })
  expect(await suppose({ removeAnchors: [other.sha256] })).toEqual(nothing)
  expect(await suppose({ distrust: [{ spkiSha256: issuing.spkiSha256 }] })).toMatchObject({
    broken: [alone, crossed].sort(),
  })
})

test('an anchor that comes mends, a date that moves breaks, SHA-1 that is forbidden breaks', async () => {
  const third = createRoot({ commonName: 'Third Root' })
  const [unknown, brief, old] = await serve(
    [third.issue({ dns: ['b.test'] })],
    [leaf({ notAfter: new Date(now.getTime() + hour) }), issuing],
    [leaf({ signatureHash: 'sha1' }), issuing],
  )
  expect(await suppose({ addAnchors: third.pem })).toEqual({ ...nothing, mended: [unknown] })
  expect(await suppose({ at: new Date(now.getTime() + 2 * hour).toISOString() })).toEqual({
    ...nothing,
    broken: [brief],
  })
  expect(await suppose({ forbidHashes: ['sha1'] })).toEqual({ ...nothing, broken: [old] })
})

test('the blast radius tells what is lost with a key and what keeps another path', async () => {
  const [alone, crossed] = await serve([leaf(), issuing], [leaf(), issuing, cross])
  const id = await askBlastRadius(systemPrincipal, root.spkiSha256)
  expect(await askBlastRadius(systemPrincipal, root.spkiSha256)).toBe(id)
  expect(await findBlastRadius(systemPrincipal, root.spkiSha256)).toBeNull()
  await workAtWhatIf(id, work)
  const { name, result } = (await findBlastRadius(systemPrincipal, root.spkiSha256)) ?? {}
  expect(name).toBe('What hangs on CN=Test Root CA')
  expect(result?.broken).toMatchObject({ chains: 1, endpoints: 1, certificates: 1 })
  expect(result?.broken.listed.map(({ endpointId }) => endpointId)).toEqual([alone])
  expect(result?.kept.listed.map(({ endpointId }) => endpointId)).toEqual([crossed])
  await expect(askBlastRadius(systemPrincipal, '0'.repeat(64))).rejects.toMatchObject({ code: 'not-found' })
})

test('what is served from now on is in the next answer', async () => {
  await serve([leaf(), issuing])
  expect((await currentEstate()).chains).toHaveLength(1)
  await pool().query('UPDATE presence SET closed_at = now()')
  expect((await currentEstate()).chains).toHaveLength(0)
})

const work = { signal: new AbortController().signal, lastAttempt: false }

test('a question waits, is answered once, and its answer stays with its names', async () => {
  const [alone] = await serve([leaf(), issuing])
  const id = await createWhatIf(systemPrincipal, { change: { removeAnchors: [root.sha256] } })
  expect(await getWhatIf(systemPrincipal, id)).toMatchObject({
    status: 'queued',
    result: null,
    name: 'Without the anchor CN=Test Root CA',
  })
  await workAtWhatIf(id, work)
  const answered = await getWhatIf(systemPrincipal, id)
  expect(answered).toMatchObject({ status: 'done', done: 1, total: 1 })
  expect(answered.result?.broken.listed[0]).toMatchObject({ endpointId: alone, store: 'Estate' })
  expect(answered.result?.certificates[root.sha256]).toBe('CN=Test Root CA')
  await pool().query(`UPDATE presence SET closed_at = now()`)
  await pool().query(`UPDATE trust_store SET name = 'Renamed'`)
  await workAtWhatIf(id, work)
  expect(await getWhatIf(systemPrincipal, id)).toEqual(answered)
  expect(await listWhatIfs(systemPrincipal)).toMatchObject({ rows: [{ id, broken: 1, mended: 0 }] })
})

test('a change of one store leaves what answers to others alone', async () => {
  await serve([leaf(), issuing])
  const elsewhere = await createTrustStore(systemPrincipal, { name: 'Elsewhere', pem: root.pem })
  expect(await suppose({ storeId: elsewhere.id, removeAnchors: [root.sha256] })).toEqual(nothing)
})

test('an advisory speaks from its dates on, or as if they had come', async () => {
  const [alone] = await serve([leaf(), issuing])
  const file = JSON.stringify({
    title: 'Distrust',
    source: 'Programme',
    publishedAt: '2026-01-01',
    entries: [{ spkiSha256: root.spkiSha256, effectiveAt: '2999-01-01', reason: 'r' }],
  })
  const answerTo = async (question: object) => {
    const id = await createWhatIf(systemPrincipal, question)
    await workAtWhatIf(id, work)
    return getWhatIf(systemPrincipal, id)
  }
  const later = await answerTo({ advisory: { file } })
  expect(later.result?.broken.chains).toBe(0)
  expect(later.change.about.advisory).toEqual({
    id: null,
    title: 'Distrust',
    source: 'Programme',
    keys: 1,
    atOnce: false,
  })
  const now = await answerTo({ advisory: { file, atOnce: true } })
  expect(now.result?.broken.listed.map(({ endpointId }) => endpointId)).toEqual([alone])
  expect(now.result?.broken.listed[0]?.after.reason).toBe('distrusted')
})

test('what is asked by a slip of the pen is refused', async () => {
  const codeOf = (question: object) => createWhatIf(systemPrincipal, question).catch((error) => error.code)
  for (const question of [
    {},
    { change: { removeAnchors: [issuing.sha256] } },
    { change: { addAnchors: 'no certificate' } },
    { change: { storeId: '00000000-0000-4000-8000-000000000000', forbidHashes: ['sha1'] } },
    { advisory: { file: '{}' } },
    { advisory: {} },
  ]) {
    expect(await codeOf(question)).toBe('invalid-input')
  }
})

test('a private key beside an anchor is not kept', async () => {
  const id = await createWhatIf(systemPrincipal, { change: { addAnchors: other.keyPem + other.pem } })
  const { rows } = await pool().query('SELECT change::text AS text FROM what_if WHERE id = $1', [id])
  expect(rows[0].text).toContain('BEGIN CERTIFICATE')
  expect(rows[0].text).not.toContain('PRIVATE KEY')
})

test('a viewer reads and does not ask, an analyst asks and does not delete', async () => {
  const id = await createWhatIf({ ...systemPrincipal, role: 'analyst' }, { change: { forbidHashes: ['sha1'] } })
  const viewer = { ...systemPrincipal, role: 'viewer' } as const
  expect(await getWhatIf(viewer, id)).toMatchObject({ id })
  const asked = createWhatIf(viewer, { change: { forbidHashes: ['sha1'] } })
  await expect(asked).rejects.toMatchObject({ code: 'forbidden' })
  await expect(askBlastRadius(viewer, root.spkiSha256)).rejects.toMatchObject({ code: 'forbidden' })
  const deleted = deleteWhatIf({ ...systemPrincipal, role: 'analyst' }, id)
  await expect(deleted).rejects.toMatchObject({ code: 'forbidden' })
  await deleteWhatIf(systemPrincipal, id)
  await workAtWhatIf(id, work)
  await expect(getWhatIf(viewer, id)).rejects.toMatchObject({ code: 'not-found' })
})

test('signatures that were verified once are known after a restart, under anchors that nobody sends, too', async () => {
  await serve([root.issue({ dns: ['c.test'] })])
  expect(await suppose({ removeAnchors: [root.sha256] })).toMatchObject({ broken: [expect.any(String)] })
  const { rows } = await pool().query('SELECT outcome FROM verified_edge')
  expect(rows).toEqual([{ outcome: 'verified' }])
  forgetEstate()
  expect((await currentEstate()).chains[0]?.leaf?.facts.edges.get(root.spkiSha256)).toBe('verified')
})
