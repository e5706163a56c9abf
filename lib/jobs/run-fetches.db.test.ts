import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMs } from '#lib/core/time.ts'
import { ocspAnswer } from '#lib/testing/certificates/ocsp-answer.ts'
import { revocationList } from '#lib/testing/certificates/revocation-list.ts'
import { createRoot, type Issued } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { oneRow } from '#lib/testing/estate.ts'
import { startRevocationLab } from '#lib/testing/revocation-lab.ts'

testDatabase('test')

let lab: Awaited<ReturnType<typeof startRevocationLab>>
beforeEach(async () => {
  lab = await startRevocationLab()
})
afterEach(() => lab.close())

describe('lists', () => {
  test('one fetch for the whole estate; good and revoked are told with their evidence', async () => {
    const [good, bad] = [lab.listed(), lab.listed()]
    lab.answers.set('/ca.crl', lab.list([bad]))
    const [at, other] = [await lab.serve(good), await lab.serve(bad)]
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'not_assessed' })
    await lab.fetchAll()
    expect(lab.asked).toHaveLength(1)
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'pass' })
    expect(await lab.verdictOf(other)).toMatchObject({
      outcome: 'fail',
      evidence: {
        addresses: [
          {
            sources: [
              {
                source: 'crl',
                url: `${lab.base}/ca.crl`,
                status: 'revoked',
                reason: 'keyCompromise',
                thisUpdate: new Date(Math.floor(lab.yesterday.getTime() / 1000) * 1000).toISOString(),
                evidenceSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
              },
            ],
          },
        ],
      },
    })
    await lab.fetchAll()
    expect(lab.asked).toHaveLength(1)
  })

  test('a certificate that comes later is judged by the list that is there', async () => {
    const [first, later] = [lab.listed(), lab.listed()]
    lab.answers.set('/ca.crl', lab.list([later]))
    await lab.serve(first)
    await lab.fetchAll()
    const at = await lab.serve(later)
    await lab.fetchAll()
    expect(lab.asked).toHaveLength(1)
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'fail' })
  })

  test('a revocation that comes with the next list is seen, and an older list does not undo it', async () => {
    const leaf = lab.listed()
    lab.answers.set('/ca.crl', lab.list())
    const at = await lab.serve(leaf)
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'pass' })
    lab.answers.set('/ca.crl', lab.list([leaf], { thisUpdate: new Date(lab.now.getTime() - hourMs), number: 2 }))
    await lab.dueNow()
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'fail' })
    lab.answers.set('/ca.crl', lab.list())
    await lab.dueNow()
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'fail' })
  })

  test('what nobody verified vouches for nothing, and takes no place of what was verified', async () => {
    const leaf = lab.listed()
    const forged = revocationList({
      issuer: lab.issuing,
      key: createRoot().key,
      thisUpdate: lab.yesterday,
      nextUpdate: lab.tomorrow,
    })
    lab.answers.set('/ca.crl', forged)
    const at = await lab.serve(leaf)
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({
      outcome: 'not_assessed',
      reason: expect.stringContaining('signature-mismatch'),
    })
    lab.answers.set('/ca.crl', lab.list())
    await lab.dueNow()
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'pass' })
    lab.answers.set('/ca.crl', forged)
    await lab.dueNow()
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'pass' })
    expect(await oneRow('SELECT failure, failures FROM fetched_document')).toMatchObject({ failures: 1 })
  })

  test('past its nextUpdate a list vouches for nothing, by itself', async () => {
    const leaf = lab.listed()
    lab.answers.set('/ca.crl', lab.list([], { nextUpdate: new Date(lab.now.getTime() + hourMs) }))
    const at = await lab.serve(leaf)
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'pass' })
    const later = new Date(lab.now.getTime() + 2 * hourMs)
    expect(await lab.verdictOf(at, 'revocation-revoked-in-use', later)).toMatchObject({
      outcome: 'not_assessed',
      reason: expect.stringContaining('stale since'),
    })
  })

  test('where nothing can be fetched the reason is told, and tried again ever later', async () => {
    const at = await lab.serve(lab.listed())
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({
      outcome: 'not_assessed',
      reason: expect.stringContaining('http-status 404'),
    })
    await lab.dueNow()
    await lab.fetchAll()
    const { failures, wait } = await oneRow(
      'SELECT failures, extract(epoch FROM next_fetch_at - now())::int AS wait FROM fetched_document',
    )
    expect(failures).toBe(2)
    expect(wait).toBeGreaterThan(600)
  })
})

describe('responders', () => {
  const answer = (leaf: Issued, change: object = {}) =>
    ocspAnswer({
      issuer: lab.issuing,
      producedAt: lab.yesterday,
      answers: [{ certificate: leaf, status: 'good', thisUpdate: lab.yesterday, nextUpdate: lab.tomorrow, ...change }],
    })

  test('are asked once for each certificate, by POST; good, revoked and unknown', async () => {
    const leaf = lab.issue({ ocspUrls: [`${lab.base}/ocsp`] })
    const at = await lab.serve(leaf)
    lab.answers.set('/ocsp', answer(leaf))
    await lab.fetchAll()
    expect(lab.asked).toMatchObject([{ path: '/ocsp' }])
    expect(lab.asked[0]?.body.length).toBeGreaterThan(60)
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'pass' })
    lab.answers.set(
      '/ocsp',
      answer(leaf, {
        status: { revokedAt: lab.yesterday, reason: 4 },
        thisUpdate: new Date(lab.now.getTime() - hourMs),
      }),
    )
    await lab.dueNow()
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({ outcome: 'fail' })
  })

  test('an answer on another certificate says nothing', async () => {
    const leaf = lab.issue({ ocspUrls: [`${lab.base}/ocsp`] })
    const at = await lab.serve(leaf)
    lab.answers.set('/ocsp', answer(lab.issue()))
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({
      outcome: 'not_assessed',
      reason: expect.stringContaining('no-matching-response'),
    })
  })

  test('revoked by one source and good by another: the disagreement is told, and revoked wins', async () => {
    const leaf = lab.listed({ ocspUrls: [`${lab.base}/ocsp`] })
    lab.answers.set('/ocsp', answer(leaf))
    lab.answers.set('/ca.crl', lab.list([leaf]))
    const at = await lab.serve(leaf)
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({
      outcome: 'fail',
      evidence: { addresses: [{ disagreement: expect.any(String) }] },
    })
  })

  test('staples are judged without a fetch: signer, window and certificate', async () => {
    const leaf = lab.issue({ ocspUrls: [`${lab.base}/ocsp`] })
    expect(await lab.verdictOf(await lab.serve(leaf, [lab.issuing], answer(leaf)))).toMatchObject({ outcome: 'pass' })
    expect(await oneRow('SELECT source, status FROM revocation_status')).toEqual({ source: 'staple', status: 'good' })
    const bad = lab.issue()
    expect(
      await lab.verdictOf(await lab.serve(bad, [lab.issuing], answer(bad, { status: { revokedAt: lab.yesterday } }))),
    ).toMatchObject({ outcome: 'fail' })
    const strange = lab.issue({ ocspUrls: [`${lab.base}/ocsp`] })
    const unsigned = ocspAnswer({
      issuer: lab.issuing,
      responder: createRoot(),
      producedAt: lab.yesterday,
      answers: [{ certificate: strange, status: 'good', thisUpdate: lab.yesterday, nextUpdate: lab.tomorrow }],
    })
    expect(await lab.verdictOf(await lab.serve(strange, [lab.issuing], unsigned))).toMatchObject({
      outcome: 'not_assessed',
    })
  })
})
