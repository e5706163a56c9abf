import { expect, test } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { parseCertificate } from './parse-certificate.ts'
import { readCertificate } from './read-certificate.ts'

const issuing = createRoot().intermediate()

test('a certificate is read once, whichever array it comes in', () => {
  const { der } = issuing.issue({ dns: ['once.test'] })
  const first = readCertificate(new Uint8Array(der))
  expect(first).toEqual(parseCertificate(der))
  expect(readCertificate(new Uint8Array(der))).toBe(first)
})

test('what is too large to be kept is read as well', () => {
  const names = Array.from({ length: 400 }, (_, index) => `host-${index}.large.test`)
  const { der } = issuing.issue({ dns: names })
  expect(der.byteLength).toBeGreaterThan(4096)
  expect(readCertificate(der)?.subjectAltNames.map(({ value }) => value)).toEqual(names)
  expect(readCertificate(der)).toBe(readCertificate(der))
})

test('what is no certificate is null, again and again', () => {
  const bytes = Buffer.from('no certificate')
  expect(readCertificate(bytes)).toBeNull()
  expect(readCertificate(Uint8Array.from(bytes))).toBeNull()
})

test('problems name their place in each certificate, also where its issuer and extensions were met before', () => {
  const sound = issuing.issue({ dns: ['sound.test'] }).der
  const keyUsage = Buffer.from('0603551d0f', 'hex')
  const at = sound.indexOf(keyUsage)
  const damaged = Buffer.from(sound)
  // The value's BIT STRING becomes an INTEGER.
  const tagAt = damaged.indexOf(0x03, at + keyUsage.length)
  damaged[tagAt] = 0x02
  const before = parseCertificate(damaged)
  parseCertificate(sound)
  expect(before.keyUsage).toEqual({ bits: [], critical: true })
  expect(before.problems).toEqual([{ offset: tagAt, problem: expect.stringContaining('keyUsage') }])
  expect(parseCertificate(damaged)).toEqual(before)
  expect(parseCertificate(sound).problems).toEqual([])
})
