import { digest } from './digest.ts'
import { ssl3Derive, type Tls12Version, tls12Prf } from './tls12-prf.ts'
import {
  AeadProtection,
  CbcProtection,
  type DirectionKeys,
  hmacOf,
  type Protection,
  type RecordMac,
} from './tls12-records.ts'
import type { CbcCipher, Tls12Suite } from './tls12-suites.ts'

/** What all secrets of one session are derived with. */
export interface SessionParameters {
  readonly version: Tls12Version
  readonly suite: Tls12Suite
  readonly clientRandom: Uint8Array
  readonly serverRandom: Uint8Array
  readonly encryptThenMac: boolean
}

/** RFC 5246 8.1, or RFC 7627 4 where `transcript` holds the messages down to ClientKeyExchange. */
export function masterSecret(
  parameters: SessionParameters,
  premasterSecret: Uint8Array,
  transcript: Uint8Array | null,
): Buffer {
  const { version, clientRandom, serverRandom } = parameters
  const hash = prfHash(parameters)
  if (transcript !== null) {
    return tls12Prf(hash, premasterSecret, 'extended master secret', digest(hash, transcript), 48)
  }
  const randoms = Buffer.concat([clientRandom, serverRandom])
  return version === 'SSLv3'
    ? ssl3Derive(premasterSecret, randoms, 48)
    : tls12Prf(hash, premasterSecret, 'master secret', randoms, 48)
}

/** The verify_data of Finished over the messages so far (RFC 5246 7.4.9, RFC 6101 5.6.9). */
export function verifyData(
  parameters: SessionParameters,
  master: Uint8Array,
  side: 'client' | 'server',
  transcript: Uint8Array,
): Buffer {
  if (parameters.version === 'SSLv3') return ssl3VerifyData(master, side, transcript)
  const hash = prfHash(parameters)
  return tls12Prf(hash, master, `${side} finished`, digest(hash, transcript), 12)
}

/** The two directions under the keys of RFC 5246 6.3. */
export function protections(
  parameters: SessionParameters,
  master: Uint8Array,
): { readonly client: Protection; readonly server: Protection } {
  const { cipher } = parameters.suite
  const macBytes = cipher.kind === 'cbc' ? cipher.macBytes : 0
  const ivBytes = cipher.kind === 'aead' ? cipher.fixedNonceBytes : explicitIv(parameters) ? 0 : cipher.blockBytes
  const block = keyBlock(parameters, master, 2 * (macBytes + cipher.keyBytes + ivBytes))
  let at = 0
  const take = (length: number) => {
    at += length
    return block.subarray(at - length, at)
  }
  const pair = (length: number) => ({ client: take(length), server: take(length) })
  const [mac, key, iv] = [pair(macBytes), pair(cipher.keyBytes), pair(ivBytes)]
  return {
    client: protection(parameters, { macKey: mac.client, key: key.client, iv: iv.client }),
    server: protection(parameters, { macKey: mac.server, key: key.server, iv: iv.server }),
  }
}

function protection(parameters: SessionParameters, keys: DirectionKeys): Protection {
  const { suite, version, encryptThenMac } = parameters
  if (suite.cipher.kind === 'aead') return new AeadProtection(suite.cipher, keys)
  const ssl3 = version === 'SSLv3'
  const mac = ssl3 ? ssl3Mac(suite.cipher, keys.macKey) : hmacOf(suite.cipher, keys.macKey)
  return new CbcProtection(suite.cipher, keys, { mac, explicitIv: explicitIv(parameters), encryptThenMac, ssl3 })
}

/** The server's random stands first here, unlike in the master secret. */
function keyBlock(parameters: SessionParameters, master: Uint8Array, length: number): Buffer {
  const randoms = Buffer.concat([parameters.serverRandom, parameters.clientRandom])
  return parameters.version === 'SSLv3'
    ? ssl3Derive(master, randoms, length)
    : tls12Prf(prfHash(parameters), master, 'key expansion', randoms, length)
}

function explicitIv({ version }: SessionParameters): boolean {
  return version === 'TLSv1.1' || version === 'TLSv1.2'
}

function prfHash({ version, suite }: SessionParameters): 'sha256' | 'sha384' | 'md5-sha1' {
  return version === 'TLSv1.2' ? suite.prfHash : 'md5-sha1'
}

/** RFC 6101 5.2.3.1: 48 bytes of padding with MD5, 40 with SHA-1. */
const ssl3PadBytes = { md5: 48, sha1: 40 } as const

function ssl3Pads(hash: keyof typeof ssl3PadBytes): readonly [inner: Buffer, outer: Buffer] {
  return [Buffer.alloc(ssl3PadBytes[hash], 0x36), Buffer.alloc(ssl3PadBytes[hash], 0x5c)]
}

function ssl3VerifyData(master: Uint8Array, side: 'client' | 'server', transcript: Uint8Array): Buffer {
  const sender = Buffer.from(side === 'client' ? 'CLNT' : 'SRVR')
  const part = (hash: 'md5' | 'sha1') => {
    const [inner, outer] = ssl3Pads(hash)
    return digest(
      hash,
      Buffer.concat([master, outer, digest(hash, Buffer.concat([transcript, sender, master, inner]))]),
    )
  }
  return Buffer.concat([part('md5'), part('sha1')])
}

/** Unlike in TLS, the version is not covered. Suites of SSL 3.0 that are completed here use SHA-1. */
function ssl3Mac(_cipher: CbcCipher, macKey: Uint8Array): RecordMac {
  const [inner, outer] = ssl3Pads('sha1')
  return (sequence, type, _version, bytes) => {
    const header = Buffer.alloc(11)
    header.writeUIntBE(sequence, 2, 6)
    header[8] = type
    header.writeUInt16BE(bytes.length, 9)
    return digest('sha1', Buffer.concat([macKey, outer, digest('sha1', Buffer.concat([macKey, inner, header, bytes]))]))
  }
}
