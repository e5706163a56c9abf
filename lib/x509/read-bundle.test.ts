import { createPrivateKey } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { pkcs7Messages } from '#lib/testing/pkcs7-messages.ts'
import { readBundle } from './read-bundle.ts'

const root = createRoot()
const first = Buffer.from(pkcs7Messages.first, 'base64')
const second = Buffer.from(pkcs7Messages.second, 'base64')
const message = Buffer.from(pkcs7Messages.certificates, 'base64')

const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der.toString('base64')}\n-----END ${label}-----\n`

test.each([
  ['PEM', Buffer.from(pem('CERTIFICATE', first) + pem('CERTIFICATE', second))],
  ['DER, one after another', Buffer.concat([first, second])],
  ['PKCS#7 in DER', message],
  ['PKCS#7 in PEM', Buffer.from(pem('PKCS7', message))],
  ['CMS after some text', Buffer.from(`# ours\n${pem('CMS', message)}`)],
])('%s gives its certificates', (_, bytes) => {
  const { certificates, privateKeysDropped, problems } = readBundle(bytes)
  expect({ privateKeysDropped, problems }).toEqual({ privateKeysDropped: 0, problems: [] })
  expect(certificates.map((der) => Buffer.from(der))).toEqual([first, second])
})

const key = createPrivateKey(root.keyPem)

test.each([
  ['PKCS#8', key.export({ format: 'der', type: 'pkcs8' })],
  ['SEC 1', key.export({ format: 'der', type: 'sec1' })],
  ['encrypted PKCS#8', key.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'a passphrase' })],
  ['PEM', Buffer.from(root.keyPem)],
])('a private key in %s is dropped, counted, and not told', (_, bytes) => {
  const read = readBundle(bytes)
  expect(read).toMatchObject({ certificates: [], privateKeysDropped: 1, problems: [expect.anything()] })
  expect(JSON.stringify(read)).not.toContain(Buffer.from(bytes).toString('base64').slice(40, 80))
})

test('whatever the bytes, it does not throw, and says something where it found nothing', () => {
  const piece = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(root.der), fc.constant(Uint8Array.of(0x30)))
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const { certificates, problems } = readBundle(Buffer.concat(pieces))
      expect(certificates.length + problems.length).toBeGreaterThan(0)
    }),
  )
})
