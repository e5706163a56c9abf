import { describe, expect, it } from 'vitest'
import { createRoot, generateKeyPair, selfSigned } from '#lib/testing/certificates.ts'
import { verifyPath } from './verify-path.ts'

const root = createRoot()
const intermediate = root.intermediate()
const leaf = intermediate.issue({ dns: ['a.test'] })
const anchors = new Set([root.sha256])

describe('verifyPath', () => {
  it('accepts a path whose names, signatures and anchor hold', () => {
    expect(verifyPath([leaf.der, intermediate.der, root.der], anchors)).toEqual({ ok: true })
  })

  it('does not judge dates', () => {
    const old = intermediate.issue({ notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') })
    expect(verifyPath([old.der, intermediate.der, root.der], anchors)).toEqual({ ok: true })
  })

  it('accepts a certificate that is an anchor itself, and no other that stands alone', () => {
    const own = selfSigned({ dns: ['a.test'] })
    expect(verifyPath([own.der], new Set([own.sha256]))).toEqual({ ok: true })
    expect(verifyPath([own.der], anchors)).toEqual({ ok: false, reason: 'anchor-not-in-store', at: 0 })
  })

  it('accepts a version 1 anchor, and no version 1 intermediate', () => {
    const oldRoot = createRoot({ version: 1 })
    const oldIntermediate = root.intermediate({ version: 1 })
    expect(verifyPath([oldRoot.issue().der, oldRoot.der], new Set([oldRoot.sha256]))).toEqual({ ok: true })
    const path = [oldIntermediate.issue().der, oldIntermediate.der, root.der]
    expect(verifyPath(path, anchors)).toEqual({ ok: false, reason: 'issuer-is-no-ca', at: 1 })
  })

  it('refuses what does not hold, and says where', () => {
    const key = generateKeyPair('p256')
    const twin = createRoot({ commonName: 'Test Intermediate CA', key })
    const broken = intermediate.issue({ corruptSignature: true })
    const noCa = root.intermediate({ ca: false })
    const cases = [
      [[], 'path-empty', 0],
      [[Buffer.from('x'), root.der], 'not-a-certificate', 0],
      [[leaf.der, intermediate.der], 'anchor-not-in-store', 1],
      [[leaf.der, root.der], 'names-do-not-chain', 0],
      [[broken.der, intermediate.der, root.der], 'signature-does-not-verify', 0],
      [[leaf.der, root.intermediate({ key: twin.key }).der, root.der], 'signature-does-not-verify', 0],
      [[noCa.issue().der, noCa.der, root.der], 'issuer-is-no-ca', 1],
      [Array.from({ length: 17 }, () => root.der), 'path-too-long', 16],
    ] as const
    for (const [path, reason, at] of cases) expect(verifyPath(path, anchors)).toEqual({ ok: false, reason, at })
  })

  it('refuses a forgery that carries a genuine certificate as PEM text', () => {
    const genuine = root.issue({ dns: ['a.test'] })
    const value = Buffer.from(`\n${genuine.pem}`)
    const forged = createRoot().issue({
      dns: ['victim.test'],
      extraExtensions: [{ oid: '1.2.3.4', critical: false, value }],
    })
    expect(verifyPath([genuine.der, root.der], anchors)).toEqual({ ok: true })
    expect(verifyPath([forged.der, root.der], anchors).ok).toBe(false)
  })
})
