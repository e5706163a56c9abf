import { generateKeyPairSync, sign } from 'node:crypto'
import { toPem } from './client-contexts.ts'

export interface ClientCredentials {
  readonly certPem: string
  readonly keyPem: string
}

let made: ClientCredentials | null = null

/** A self-signed client certificate that nobody can trust, made once per process: does a server accept just anybody? */
export function untrustedClient(): ClientCredentials {
  made ??= make()
  return made
}

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))

/** RFC 5280 4.1, with keyUsage digitalSignature and extendedKeyUsage clientAuth. */
function make(): ClientCredentials {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(
    der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from('Countersign untrusted probe')))),
  )
  const validity = sequence(der(0x17, Buffer.from('200101000000Z')), der(0x18, Buffer.from('99991231235959Z')))
  const keyUsage = sequence(oid(0x55, 0x1d, 0x0f), der(0x04, der(0x03, Buffer.of(7, 0x80))))
  const clientAuth = oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02)
  const extendedKeyUsage = sequence(oid(0x55, 0x1d, 0x25), der(0x04, sequence(clientAuth)))
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(keyUsage, extendedKeyUsage)),
  )
  const signature = der(0x03, Buffer.of(0), sign('sha256', toBeSigned, privateKey))
  return {
    certPem: toPem(sequence(toBeSigned, ecdsaWithSha256, signature)),
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function oid(...encoded: readonly number[]): Buffer {
  return der(0x06, Buffer.from(encoded))
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from(head), content])
}
