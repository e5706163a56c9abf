import { constants, createECDH, getDiffieHellman, privateDecrypt } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateKeyPair } from '#lib/testing/certificates.ts'
import { groupIds } from './groups.ts'
import { agreeInField, agreeOnCurve, transportKey } from './tls12-key-agreement.ts'
import { WireError } from './wire-reader.ts'

describe('the client comes to the secret of the server', () => {
  it.each(['modp2', 'modp5', 'modp14', 'modp16'])('in the field of %s, without leading zeros', (name) => {
    const server = getDiffieHellman(name)
    const share = server.generateKeys()
    for (let run = 0; run < 3; run += 1) {
      const { exchange, premasterSecret } = agreeInField(server.getPrime(), server.getGenerator(), share)
      expect(Buffer.from(exchange).readUInt16BE()).toBe(exchange.length - 2)
      const secret = server.computeSecret(exchange.subarray(2))
      expect(premasterSecret).toEqual(secret.subarray(secret.findIndex((byte) => byte !== 0)))
    }
  })

  it('on a curve', () => {
    const server = createECDH('secp384r1')
    const { exchange, premasterSecret } = agreeOnCurve(24, server.generateKeys())
    expect(exchange[0]).toBe(exchange.length - 1)
    expect(server.computeSecret(exchange.subarray(1))).toEqual(premasterSecret)
  })

  it.each([false, true])('by transport (SSL 3.0: %s)', (ssl3) => {
    const { publicKey, privateKey } = generateKeyPair('rsa2048')
    const { exchange, premasterSecret } = transportKey(publicKey, 0x0301, ssl3)
    const encrypted = ssl3 ? exchange : exchange.subarray(2)
    expect(privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, encrypted)).toEqual(
      premasterSecret,
    )
    expect([...premasterSecret.subarray(0, 2)]).toEqual([3, 1])
  })
})

describe('what a server should not send is refused', () => {
  it('a prime that would take too long; the largest that is taken does not', () => {
    const prime = Buffer.alloc(2048, 0xff)
    const startedMs = performance.now()
    agreeInField(prime, Buffer.of(2), Buffer.alloc(2048, 0x7f))
    expect(performance.now() - startedMs).toBeLessThan(5000)
    expect(() => agreeInField(Buffer.alloc(2049, 0xff), Buffer.of(2), Buffer.of(4))).toThrow(WireError)
  })

  it('with nothing but a WireError', () => {
    const bytes = fc.uint8Array({ maxLength: 40 })
    fc.assert(
      fc.property(bytes, bytes, bytes, fc.constantFrom(...groupIds(), 0x0a0a), (prime, generator, share, group) => {
        for (const run of [() => agreeInField(prime, generator, share), () => agreeOnCurve(group, share)]) {
          try {
            run()
          } catch (error) {
            expect(error).toBeInstanceOf(WireError)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('a key that does not encrypt', () => {
    expect(() => transportKey(generateKeyPair('p256').publicKey, 0x0303, false)).toThrow(WireError)
  })
})
