import { expect, test } from 'vitest'
import { tls } from '#lib/testing/facts.ts'
import { readFacts, readOutcome } from './read-facts.ts'

test('facts of version 1 lack what nobody asked about then, which says so', () => {
  const {
    protocol,
    cipherSuite,
    group,
    alpn,
    chain,
    ocspStaple,
    versions,
    clientCertificateRequested,
    mtls,
    starttls,
    trust,
  } = tls()
  const first = {
    protocol,
    cipherSuite,
    group,
    alpn,
    chain,
    ocspStaple,
    versions,
    clientCertificateRequested,
    mtls,
    starttls,
    trust,
  }
  const read = readFacts(first)
  expect(read).toMatchObject(first)
  expect(Object.keys(read).sort()).toEqual(Object.keys(tls()).sort())
  expect(read.suites).toEqual({ status: 'skipped', reason: 'older-scan' })
  expect(read.keyPossession).toEqual({ status: 'skipped', reason: 'older-scan' })
})

test('facts of today are read as they are', () => {
  expect(readFacts(tls())).toEqual(tls())
})

test('a refusal of version 1 gets what it did not tell; others stay as they are', () => {
  expect(readOutcome({ kind: 'starttls-refused', reply: '502' })).toEqual({
    kind: 'starttls-refused',
    reason: 'declined',
    temporary: false,
    reply: '502',
  })
  const now = { kind: 'starttls-refused', reason: 'turned-away', temporary: true, reply: '421' } as const
  expect(readOutcome(now)).toEqual(now)
  expect(readOutcome({ kind: 'refused' })).toEqual({ kind: 'refused' })
})
