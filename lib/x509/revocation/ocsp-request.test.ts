import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { readChainCertificate } from '../path/chain-certificate.ts'
import { ocspRequest } from './ocsp-request.ts'

const root = createRoot()
const leaf = root.issue({ serial: 0x80n })
const [certificate, issuer] = [readChainCertificate(leaf.der), readChainCertificate(root.der)]
const tool = 'openssl'
const hasOpenSsl = spawnSync(tool, ['version']).status === 0

describe('ocspRequest', () => {
  it.skipIf(!hasOpenSsl)('writes what OpenSSL writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-ocsp-'))
    const file = (name: string) => join(folder, name)
    writeFileSync(file('leaf.pem'), leaf.pem)
    writeFileSync(file('root.pem'), root.pem)
    const request = ['-issuer', file('root.pem'), '-cert', file('leaf.pem'), '-no_nonce', '-reqout', file('request')]
    execFileSync(tool, ['ocsp', ...request])
    expect(Buffer.from(ocspRequest(certificate, issuer))).toEqual(readFileSync(file('request')))
    rmSync(folder, { recursive: true })
  })

  it('asks with a nonce of 1 to 128 octets', () => {
    const nonce = Buffer.alloc(128, 9)
    expect(Buffer.from(ocspRequest(certificate, issuer, nonce)).includes(nonce)).toBe(true)
    expect(() => ocspRequest(certificate, issuer, Buffer.alloc(0))).toThrow(RangeError)
    expect(() => ocspRequest(certificate, issuer, Buffer.alloc(129))).toThrow(RangeError)
  })
})
