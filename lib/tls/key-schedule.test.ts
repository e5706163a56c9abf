import { expect, it } from 'vitest'
import { RecordOpener, trafficKey } from './key-schedule.ts'

/** RFC 8448 3: the server's handshake traffic secret of the simple 1-RTT handshake, and what it derives. */
const secret = Buffer.from('b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38', 'hex')

it('derives the keys of RFC 8448', () => {
  expect(trafficKey(0x1301, secret)).toEqual({
    key: Buffer.from('3fce516009c21727d0f2e4e86ee403bc', 'hex'),
    iv: Buffer.from('5d313eb2671276ee13000b30', 'hex'),
  })
})

it('knows no keys for suites that are not of TLS 1.3', () => {
  expect(trafficKey(0xc02f, secret)).toBeNull()
  expect(RecordOpener.of(0xc02f, secret)).toBeNull()
})

it('gives null for a record that does not verify', () => {
  const opener = RecordOpener.of(0x1301, secret)
  const record = { type: 23, header: Buffer.from('1703030020', 'hex'), body: Buffer.alloc(32) }
  expect(opener?.open(record)).toBeNull()
  expect(opener?.open({ ...record, body: Buffer.alloc(3) })).toBeNull()
})
