import { afterEach, beforeEach, expect, test } from 'vitest'
import { hourMs } from '#lib/core/time.ts'
import { revocationList } from '#lib/testing/certificates/revocation-list.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { startRevocationLab } from '#lib/testing/revocation-lab.ts'

testDatabase('test')

let lab: Awaited<ReturnType<typeof startRevocationLab>>
beforeEach(async () => {
  lab = await startRevocationLab()
})
afterEach(() => lab.close())

const unavailable = 'revocation-status-unavailable'
const invalid = 'revocation-evidence-invalid'

test('a list that is not there is one finding, which ends when it is', async () => {
  const at = await lab.serve(lab.listed())
  expect(await lab.verdictOf(at, unavailable)).toMatchObject({ outcome: 'not_assessed' })
  await lab.fetchAll()
  expect(await lab.verdictOf(at, unavailable)).toMatchObject({
    outcome: 'fail',
    evidence: { addresses: [{ silent: [{ silence: 'unavailable', why: 'http-status 404' }] }] },
  })
  expect(await lab.verdictOf(at, invalid)).toMatchObject({ outcome: 'not_assessed' })
  lab.answers.set('/ca.crl', lab.list())
  await lab.dueNow()
  await lab.fetchAll()
  for (const checkId of [unavailable, invalid]) {
    expect(await lab.verdictOf(at, checkId)).toMatchObject({ outcome: 'pass' })
  }
})

test('a list that somebody else signed is one finding of another kind', async () => {
  const at = await lab.serve(lab.listed())
  const forged = revocationList({
    issuer: lab.issuing,
    key: createRoot().key,
    thisUpdate: lab.yesterday,
    nextUpdate: lab.tomorrow,
  })
  lab.answers.set('/ca.crl', forged)
  await lab.fetchAll()
  expect(await lab.verdictOf(at, invalid)).toMatchObject({
    outcome: 'fail',
    evidence: { addresses: [{ invalid: [{ silence: 'signature' }] }] },
  })
  expect(await lab.verdictOf(at, unavailable)).toMatchObject({ outcome: 'not_applicable' })
})

test('what runs out while nothing newer is to be had becomes a finding by itself', async () => {
  const at = await lab.serve(lab.listed())
  lab.answers.set('/ca.crl', lab.list([], { nextUpdate: new Date(lab.now.getTime() + hourMs) }))
  await lab.fetchAll()
  expect(await lab.verdictOf(at, unavailable)).toMatchObject({ outcome: 'pass' })
  lab.answers.delete('/ca.crl')
  await lab.dueNow()
  await lab.fetchAll()
  expect(await lab.verdictOf(at, unavailable)).toMatchObject({ outcome: 'pass' })
  const later = new Date(lab.now.getTime() + 2 * hourMs)
  expect(await lab.verdictOf(at, unavailable, later)).toMatchObject({
    outcome: 'fail',
    evidence: { addresses: [{ silent: [{ why: expect.stringMatching(/^outdated since .*; http-status 404$/) }] }] },
  })
})
