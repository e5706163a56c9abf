import { generateKeyPairSync, hash, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { readGuardedBundle, takePrivateKeys } from './private-keys.ts'

const certificate = createRoot()

const pairs = [
  generateKeyPairSync('rsa', { modulusLength: 1024 }),
  generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  generateKeyPairSync('ed25519'),
]

const spkiOf = (key: KeyObject) => hash('sha256', key.export({ format: 'der', type: 'spki' }), 'hex')

interface Form {
  readonly text: string
  /** Null: it has no name. */
  readonly spki: string | null
}

/** Every way in which a key is written as text. */
const forms: readonly Form[] = pairs.flatMap(({ privateKey, publicKey }): Form[] => {
  const spki = spkiOf(publicKey)
  const type = privateKey.asymmetricKeyType
  const pkcs8 = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const older = type === 'rsa' ? 'pkcs1' : type === 'ec' ? 'sec1' : 'pkcs8'
  const encrypted = { cipher: 'aes-256-cbc', passphrase: 'a passphrase' } as const
  return [
    { text: pkcs8, spki },
    { text: privateKey.export({ format: 'pem', type: older }).toString(), spki },
    { text: JSON.stringify(privateKey.export({ format: 'jwk' })), spki },
    { text: pkcs8.replaceAll('\n', '\r\n'), spki },
    { text: pkcs8.replaceAll('\n', ''), spki },
    { text: JSON.stringify(pkcs8).slice(1, -1), spki },
    { text: pkcs8.slice(0, pkcs8.indexOf('-----END')), spki },
    { text: privateKey.export({ format: 'pem', type: 'pkcs8', ...encrypted }).toString(), spki: null },
    ...(older === 'pkcs8'
      ? []
      : [{ text: privateKey.export({ format: 'pem', type: older, ...encrypted }).toString(), spki: null }]),
  ]
})

/** Every run of twelve characters of base64 that stands in the key and in no public part of it. */
function traces({ text }: Form): readonly string[] {
  const body = text
    .replaceAll(/-{2,}[^-]*-{2,}/g, '')
    .replaceAll(/\\[nr]|\s/g, '')
    .replaceAll(/"(kty|crv|x|y|n|e)":"[^"]*"/g, '')
  return (body.match(/[A-Za-z0-9+/_-]{24,}/g) ?? []).flatMap((run) =>
    Array.from({ length: Math.floor(run.length / 24) }, (_, index) => run.slice(index * 24, index * 24 + 24)),
  )
}

const flat = (text: string) => text.replaceAll(/\\[nr]|\s/g, '')

const filler = fc.oneof(
  fc.constantFrom('host.example.com:443', '# a comment', '', 'host,port', certificate.pem.trimEnd()),
  fc.string({ maxLength: 30 }).filter((text) => !text.includes('-') && !text.includes('\r')),
)

test('whatever stands around it, no part of a private key is left, its line is told, and lines stay where they were', () => {
  fc.assert(
    fc.property(
      fc.array(filler, { maxLength: 4 }),
      fc.constantFrom(...forms),
      fc.array(filler, { maxLength: 4 }),
      (before, form, after) => {
        const isJwk = form.text.startsWith('{')
        const text = isJwk ? form.text : [...before, form.text, ...after].join('\n')
        const { text: left, keys } = takePrivateKeys(text)
        for (const trace of traces(form)) expect(flat(left)).not.toContain(trace)
        expect(JSON.stringify(keys)).not.toContain(traces(form)[0])
        // A key that has lost its end takes what follows with it, and with that its name.
        const unended = !isJwk && !form.text.includes('END')
        if (!unended || after.length === 0) expect(keys.map(({ spkiSha256 }) => spkiSha256)).toEqual([form.spki])
        const line = before.join('\n').split('\n').length + (before.length > 0 ? 1 : 0)
        expect(keys[0]?.line).toBe(isJwk ? 1 : line)
        expect(left.split('\n')).toHaveLength(text.split('\n').length)
        if (before.length > 0 && !isJwk) expect(left.startsWith(before.join('\n'))).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})

test('files: keys in DER, among certificates, or under a certificate’s label are dropped and named', () => {
  for (const { privateKey, publicKey } of pairs) {
    const der = privateKey.export({ format: 'der', type: 'pkcs8' })
    const label = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
    for (const bytes of [der, Buffer.concat([certificate.der, der]), Buffer.from(certificate.pem + label)]) {
      const read = readGuardedBundle(bytes)
      expect(read.keys.map(({ spkiSha256 }) => spkiSha256)).toEqual([spkiOf(publicKey)])
      expect(read.certificates.map((one) => Buffer.from(one))).toEqual(bytes === der ? [] : [certificate.der])
      expect(read.privateKeysDropped).toBe(1)
    }
  }
})

test('PKCS#12 is told as what it is, and not read', () => {
  // PFX ::= SEQUENCE { version INTEGER 3, … } (RFC 7292 4)
  const pfx = Buffer.from('3010020103300b06092a864886f70d010701', 'hex')
  expect(readGuardedBundle(pfx)).toMatchObject({ certificates: [], keys: [{ form: 'pkcs12', spkiSha256: null }] })
})

test('text without a key is left as it is, and certificates, too', () => {
  fc.assert(
    fc.property(fc.array(filler), (lines) => {
      expect(takePrivateKeys(lines.join('\n'))).toEqual({ text: lines.join('\n'), keys: [] })
    }),
  )
})
