import { describe, expect, it } from 'vitest'
import { expandLabel, finishedMac, KeySchedule } from './key-schedule.ts'
import { tls13Suite } from './tls13-suites.ts'

const hex = (text: string) => Buffer.from(text, 'hex')
const nothing = new Uint8Array()

/** RFC 8448 3, the simple 1-RTT handshake. */
const shared = hex('8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d')
const helloHash = hex('860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8')
const finishedHash = hex('9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13')

describe('the key schedule of RFC 8448 3', () => {
  const schedule = new KeySchedule('sha256')
  schedule.advance(shared)
  const client = schedule.derive('c hs traffic', helloHash)
  const server = schedule.derive('s hs traffic', helloHash)
  schedule.advance(null)

  it('gives the handshake secrets and their keys', () => {
    expect(client).toEqual(hex('b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21'))
    expect(server).toEqual(hex('b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38'))
    expect(expandLabel('sha256', server, 'key', nothing, 16)).toEqual(hex('3fce516009c21727d0f2e4e86ee403bc'))
    expect(expandLabel('sha256', server, 'iv', nothing, 12)).toEqual(hex('5d313eb2671276ee13000b30'))
  })

  it('gives the application secrets', () => {
    expect(schedule.derive('c ap traffic', finishedHash)).toEqual(
      hex('9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5'),
    )
    expect(schedule.derive('s ap traffic', finishedHash)).toEqual(
      hex('a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643'),
    )
  })
})

it('a Finished is an HMAC under a key of its own', () => {
  const key = expandLabel('sha384', Buffer.alloc(48, 1), 'finished', nothing, 48)
  expect(finishedMac('sha384', Buffer.alloc(48, 1), Buffer.alloc(48))).toHaveLength(48)
  expect(finishedMac('sha384', Buffer.alloc(48, 1), Buffer.alloc(48))).not.toEqual(key)
})

it('knows no parameters of suites that are not of TLS 1.3', () => {
  expect(tls13Suite(0xc02f)).toBeNull()
})
