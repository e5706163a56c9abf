import { createPrivateKey } from 'node:crypto'
import { publicJwk } from '#lib/core/jwk.ts'
import type { ZipBytes } from '#lib/export/report/bundle/read-zip.ts'
import type { ReportContext } from '#lib/export/report/report-format.ts'
import { sampleContext } from './read-export.ts'

/** An Ed25519 key from a seed of one byte: the same for the same byte. */
export function signingKey(seed: number) {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex')
  const privateKey = createPrivateKey({
    key: Buffer.concat([head, Buffer.alloc(32, seed)]),
    format: 'der',
    type: 'pkcs8',
  })
  const jwk = publicJwk(privateKey)
  return { jwk, key: { kid: jwk.kid, privateKey } }
}

export const signer = signingKey(1)
export const stranger = signingKey(2)

export const signingContext: ReportContext = {
  ...sampleContext,
  signing: { key: signer.key, publicKeys: [signer.jwk, stranger.jwk] },
}

export function zipBytes(bytes: Buffer): ZipBytes {
  return {
    size: bytes.length,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.length) throw new Error('asked for bytes beyond the end')
      return bytes.subarray(offset, offset + length)
    },
  }
}
