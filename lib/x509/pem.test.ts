import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { readPem } from './pem.ts'

const root = createRoot()
const leaf = root.issue({ dns: ['a.test'] })

describe('readPem', () => {
  it('reads a bundle with text between the blocks, in any line ending', () => {
    for (const ending of ['\n', '\r\n', '\r']) {
      const text = `subject: a\n${leaf.pem}\n# the root\n${root.pem}`.replaceAll('\n', ending)
      const { certificates, problems } = readPem(text)
      expect(certificates.map((der) => Buffer.from(der))).toEqual([leaf.der, root.der])
      expect(problems).toEqual([])
    }
  })

  it('drops private keys, counts them, and lets nothing of them through', () => {
    const encrypted = leaf.keyPem.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE')
    const result = readPem(leaf.keyPem + leaf.pem + encrypted)
    expect(result).toMatchObject({ privateKeysDropped: 2, problems: [] })
    expect(result.certificates).toHaveLength(1)
    const secret = leaf.keyPem.split('\n')[1] ?? ''
    expect(JSON.stringify(result)).not.toContain(secret)
  })

  it('drops a private key that has lost its end, or its line breaks', () => {
    const unfinished = readPem(`${leaf.pem}${leaf.keyPem.split('\n').slice(0, 2).join('\n')}`)
    expect(unfinished).toMatchObject({ privateKeysDropped: 1, certificates: [expect.anything()] })
    const flat = readPem(leaf.keyPem.replaceAll('\n', ' '))
    expect(flat).toMatchObject({ privateKeysDropped: 1, certificates: [] })
    expect(flat.problems).toHaveLength(1)
  })

  it.each([
    ['', 1, 'empty'],
    [' \n\t\n', 1, 'empty'],
    ['hello', 1, 'no certificate'],
    [leaf.keyPem, 1, 'a private key, which was dropped, and no certificate'],
    [`\n\n${leaf.pem.replace('MII', 'M*I')}`, 3, 'base64'],
    ['-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----', 1, 'the certificate is empty'],
    [`${leaf.pem}-----BEGIN CERTIFICATE-----\nMIIB`, leaf.pem.split('\n').length, 'without its END'],
    ['-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----', 1, 'REQUEST is no certificate'],
    ['a\n-----BEGIN CERTIFICATE', 2, 'malformed boundary'],
  ])('says the line and what is wrong (%#)', (text, line, problem) => {
    expect(readPem(text).problems).toEqual([{ line, problem: expect.stringContaining(problem) }])
  })

  it('keeps the sound certificates beside a broken one', () => {
    const { certificates, problems } = readPem(`-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n${leaf.pem}`)
    expect(certificates).toHaveLength(1)
    expect(problems).toEqual([{ line: 1, problem: 'the certificate is not valid base64' }])
  })

  it('always says something where it found no certificate, and never throws', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('-----BEGIN ', '-----END ', 'CERTIFICATE-----', '\n', leaf.pem))
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { certificates, problems } = readPem(pieces.join(''))
        expect(certificates.length + problems.length).toBeGreaterThan(0)
      }),
    )
  })
})
