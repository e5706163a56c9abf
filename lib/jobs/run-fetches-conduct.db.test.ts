import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { setFetching } from '#lib/data/revocation/fetch-switch.ts'
import { pool } from '#lib/db/client.ts'
import { contextConstructed, integer, objectIdentifier, sequence, tlv } from '#lib/testing/certificates/der-writer.ts'
import { revocationList } from '#lib/testing/certificates/revocation-list.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { countRows } from '#lib/testing/estate.ts'
import { startRevocationLab } from '#lib/testing/revocation-lab.ts'

testDatabase('test')

let lab: Awaited<ReturnType<typeof startRevocationLab>>
beforeEach(async () => {
  lab = await startRevocationLab()
})
afterEach(() => lab.close())

describe('issuers', () => {
  test('complete a path, are on record, and change verdicts by themselves', async () => {
    const leaf = lab.issue({ caIssuersUrls: [`${lab.base}/issuing.cer`] })
    const at = await lab.serve(leaf, [])
    expect(await lab.verdictOf(at, 'chain-untrusted-anchor')).toMatchObject({ outcome: 'fail' })
    lab.answers.set('/issuing.cer', lab.issuing.der)
    await lab.fetchAll()
    expect(await lab.verdictOf(at, 'chain-untrusted-anchor')).toMatchObject({ outcome: 'pass' })
    expect(await lab.verdictOf(at, 'chain-incomplete')).toMatchObject({ outcome: 'fail' })
    expect(await countRows('certificate', `sha256 = '\\x${lab.issuing.sha256}'`)).toBe(1)
  })

  test('point on to their own issuers, whatever form they come in', async () => {
    const upper = lab.root.intermediate({ commonName: 'Upper CA' })
    const lower = upper.intermediate({ commonName: 'Lower CA', caIssuersUrls: [`${lab.base}/upper.p7c`] })
    lab.answers.set('/lower.pem', Buffer.from(lower.pem))
    lab.answers.set('/upper.p7c', certificatesOnly([upper.der]))
    const leaf = lower.issue({ dns: ['payments.example.com'], caIssuersUrls: [`${lab.base}/lower.pem`] })
    const at = await lab.serve(leaf, [])
    await lab.fetchAll()
    expect(await lab.verdictOf(at, 'chain-untrusted-anchor')).toMatchObject({ outcome: 'pass' })
  })

  test('a revoked one fails what stands below it', async () => {
    const serial = 77n
    const revokedCa = lab.root.intermediate({ commonName: 'Revoked CA', serial, crlUrls: [`${lab.base}/root.crl`] })
    lab.answers.set(
      '/root.crl',
      revocationList({ issuer: lab.root, thisUpdate: lab.yesterday, nextUpdate: lab.tomorrow, revoked: [{ serial }] }),
    )
    const at = await lab.serve(revokedCa.issue({ dns: ['payments.example.com'] }), [revokedCa])
    await lab.fetchAll()
    expect(await lab.verdictOf(at)).toMatchObject({
      outcome: 'fail',
      evidence: { addresses: [{ issuerSha256: revokedCa.sha256 }] },
    })
  })
})

describe('conduct', () => {
  test('what the scope forbids is not asked, and says so', async () => {
    await pool().query(`UPDATE site SET allow = '{}'`)
    const at = await lab.serve(lab.listed())
    await lab.fetchAll()
    expect(lab.asked).toHaveLength(0)
    expect(await lab.verdictOf(at)).toMatchObject({ reason: expect.stringContaining('blocked-by-scope') })
  })

  test('nothing is fetched where it is switched off', async () => {
    await lab.serve(lab.listed())
    await setFetching(systemPrincipal, lab.siteId, false)
    await lab.fetchAll()
    expect(lab.asked).toHaveLength(0)
    await setFetching(systemPrincipal, lab.siteId, true)
    await lab.fetchAll()
    expect(lab.asked).toHaveLength(1)
  })

  test('two runs at once ask each thing once', async () => {
    for (let count = 0; count < 5; count += 1) await lab.serve(lab.listed({ crlUrls: [`${lab.base}/${count}.crl`] }))
    await Promise.all([lab.fetchAll(), lab.fetchAll()])
    expect(lab.asked.map(({ path }) => path).sort()).toEqual(['/0.crl', '/1.crl', '/2.crl', '/3.crl', '/4.crl'])
  })

  test('what a stopping worker did not try is left to the next', async () => {
    const stopping = new AbortController()
    for (let count = 0; count < 3; count += 1) await lab.serve(lab.listed({ crlUrls: [`${lab.base}/${count}.crl`] }))
    for (let count = 0; count < 3; count += 1)
      lab.answers.set(`/${count}.crl`, () => {
        stopping.abort()
        return lab.list()
      })
    await lab.fetchAll(stopping.signal)
    expect(lab.asked).toHaveLength(1)
    expect(await countRows('fetched_document', 'next_fetch_at <= now()')).toBe(3)
  })

  test('what no certificate points at any more is forgotten', async () => {
    const endpointId = await lab.serve(lab.listed())
    await lab.fetchAll()
    await lab.see(endpointId, lab.issue())
    await lab.fetchAll()
    expect(await countRows('fetched_document')).toBe(0)
  })

  test('a certificate can’t make many fetches, nor ones of other kinds', async () => {
    const crlUrls = ['ldap://127.0.0.1/cn=x', ...Array.from({ length: 50 }, (_, index) => `${lab.base}/${index}.crl`)]
    await lab.serve(lab.listed({ crlUrls }))
    await lab.fetchAll()
    expect(lab.asked.length).toBeLessThan(9)
  })
})

/** RFC 8551 3.8. */
function certificatesOnly(ders: readonly Buffer[]): Buffer {
  const [data, signedData] = ['1.2.840.113549.1.7.1', '1.2.840.113549.1.7.2'].map(objectIdentifier)
  const empty = tlv(0x31, Buffer.alloc(0))
  const content = sequence(integer(1), empty, sequence(data ?? empty), contextConstructed(0, ...ders), empty)
  return sequence(signedData ?? empty, contextConstructed(0, content))
}
