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
import { blastRadius } from './blast-radius.ts'
import { changeSchema } from './change.ts'
import { currentEstate, forgetEstate } from './estate-cache.ts'
import { answerWhatIf, standingTrials } from './run-what-if.ts'
import { createWhatIf, getWhatIf, listWhatIfs } from './what-ifs.ts'
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
  const estate = await currentEstate()
  const { trialFor } = await standingTrials(estate, now)
  const radius = await blastRadius(estate, root.spkiSha256, trialFor)
  expect(radius.lost.listed.map(({ endpointId }) => endpointId)).toEqual([alone])
  expect(radius.kept.listed.map(({ endpointId }) => endpointId)).toEqual([crossed])
})

test('what is served from now on is in the next answer', async () => {
  await serve([leaf(), issuing])
  expect((await currentEstate()).chains).toHaveLength(1)
  await pool().query('UPDATE presence SET closed_at = now()')
  expect((await currentEstate()).chains).toHaveLength(0)
})

test('a question waits, is answered once, and its answer stays', async () => {
  const [alone] = await serve([leaf(), issuing])
  const id = await createWhatIf(systemPrincipal, { name: 'Without our root', change: { removeAnchors: [root.sha256] } })
  expect(await getWhatIf(systemPrincipal, id)).toMatchObject({ status: 'queued', result: null })
  const work = { signal: new AbortController().signal, lastAttempt: false }
  await workAtWhatIf(id, work)
  const answered = await getWhatIf(systemPrincipal, id)
  expect(answered).toMatchObject({ status: 'done', done: 1, total: 1 })
  expect(answered.result?.broken.listed[0]?.endpointId).toBe(alone)
  await pool().query('UPDATE presence SET closed_at = now()')
  await workAtWhatIf(id, work)
  expect(await getWhatIf(systemPrincipal, id)).toEqual(answered)
  expect((await listWhatIfs(systemPrincipal)).rows.map((row) => row.id)).toEqual([id])
})

test('a change that supposes nothing is refused, and a viewer may not ask', async () => {
  await expect(createWhatIf(systemPrincipal, { name: '', change: {} })).rejects.toMatchObject({ code: 'invalid-input' })
  const viewer = { ...systemPrincipal, role: 'viewer' } as const
  const asked = createWhatIf(viewer, { name: '', change: { forbidHashes: ['sha1'] } })
  await expect(asked).rejects.toMatchObject({ code: 'forbidden' })
})
