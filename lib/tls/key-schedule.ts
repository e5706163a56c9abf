import { hash as hashOf } from 'node:crypto'
import { digest } from './digest.ts'
import type { Tls13Hash } from './tls13-suites.ts'

/** Labels of RFC 8446 7.1 to 7.5 and 4.6.1 that this product derives with. */
type Label =
  | 'key'
  | 'iv'
  | 'finished'
  | 'derived'
  | 'res binder'
  | 's hs traffic'
  | 'c hs traffic'
  | 's ap traffic'
  | 'c ap traffic'
  | 'traffic upd'
  | 'res master'
  | 'resumption'

const nothing = new Uint8Array()
const emptyHash = { sha256: digest('sha256', nothing), sha384: digest('sha384', nothing) } as const
const blockBytes = { sha256: 64, sha384: 128 } as const
const hashBytes = { sha256: 32, sha384: 48 } as const

/** HKDF-Expand-Label (RFC 8446 7.1); output of at most one hash length, so one block of HKDF-Expand (RFC 5869 2.3). */
export function expandLabel(
  hash: Tls13Hash,
  secret: Uint8Array,
  label: Label,
  context: Uint8Array,
  length: number,
): Buffer {
  const info = Buffer.allocUnsafe(11 + label.length + context.length)
  info[0] = length >> 8
  info[1] = length & 255
  info[2] = 6 + label.length
  info.write(`tls13 ${label}`, 3, 'latin1')
  info[9 + label.length] = context.length
  info.set(context, 10 + label.length)
  info[info.length - 1] = 1
  const block = hmac(hash, secret, info)
  return length === block.length ? block : block.subarray(0, length)
}

/** The MAC of a Finished (RFC 8446 4.4.4) and of a PSK binder under their base key. */
export function finishedMac(hash: Tls13Hash, baseKey: Uint8Array, transcriptHash: Uint8Array): Buffer {
  return hmac(hash, expandLabel(hash, baseKey, 'finished', nothing, hashBytes[hash]), transcriptHash)
}

/** The next application_traffic_secret of one side (RFC 8446 7.2). */
export function nextTrafficSecret(hash: Tls13Hash, secret: Uint8Array): Buffer {
  return expandLabel(hash, secret, 'traffic upd', nothing, hashBytes[hash])
}

/** The key that a ticket stands for (RFC 8446 4.6.1). */
export function resumptionKey(hash: Tls13Hash, resumptionMaster: Uint8Array, nonce: Uint8Array): Buffer {
  return expandLabel(hash, resumptionMaster, 'resumption', nonce, hashBytes[hash])
}

/** The ladder of RFC 8446 7.1: early secret, handshake secret, master secret. */
export class KeySchedule {
  readonly hash: Tls13Hash
  #secret: Buffer
  #keyed: boolean

  /** Begins with the early secret, of a pre-shared key where there is one. */
  constructor(hash: Tls13Hash, psk: Uint8Array | null = null) {
    this.hash = hash
    this.#keyed = psk !== null
    this.#secret = psk ? hmac(hash, zeros[hash], psk) : unkeyedEarlySecrets[hash]
  }

  /** Derive-Secret of this step. */
  derive(label: Label, transcriptHash: Uint8Array): Buffer {
    return expandLabel(this.hash, this.#secret, label, transcriptHash, hashBytes[this.hash])
  }

  /** The key under which a resumption PSK's binder stands (RFC 8446 4.2.11.2). */
  binderKey(): Buffer {
    return this.derive('res binder', emptyHash[this.hash])
  }

  /** Goes one step down the ladder, with (EC)DHE's result or with nothing. */
  advance(input: Uint8Array | null): void {
    const salt = this.#keyed ? this.derive('derived', emptyHash[this.hash]) : unkeyedDerived[this.hash]
    this.#secret = hmac(this.hash, salt, input ?? zeros[this.hash])
    this.#keyed = true
  }
}

const zeros = { sha256: new Uint8Array(32), sha384: new Uint8Array(48) } as const
/** What every handshake without a pre-shared key begins with. */
const unkeyedEarlySecrets = {
  sha256: hmac('sha256', zeros.sha256, zeros.sha256),
  sha384: hmac('sha384', zeros.sha384, zeros.sha384),
} as const
const unkeyedDerived = {
  sha256: expandLabel('sha256', unkeyedEarlySecrets.sha256, 'derived', emptyHash.sha256, 32),
  sha384: expandLabel('sha384', unkeyedEarlySecrets.sha384, 'derived', emptyHash.sha384, 48),
} as const

/** RFC 2104, for keys of at most one block. node:crypto's own takes twice as long, most of it to look at the key. */
function hmac(hash: Tls13Hash, key: Uint8Array, data: Uint8Array): Buffer {
  const block = blockBytes[hash]
  const inner = Buffer.allocUnsafe(block + data.length)
  const outer = Buffer.allocUnsafe(block + hashBytes[hash])
  for (let at = 0; at < block; at += 1) {
    const byte = key[at] ?? 0
    inner[at] = byte ^ 0x36
    outer[at] = byte ^ 0x5c
  }
  inner.set(data, block)
  outer.write(hashOf(hash, inner, 'binary'), block, 'latin1')
  return digest(hash, outer)
}
