import { hash } from 'node:crypto'

/** The hash of these bytes. Through text, for a buffer from node:crypto has memory of its own, which costs more than the hash. */
export function digest(name: string, bytes: Uint8Array): Buffer {
  return Buffer.from(hash(name, bytes, 'binary'), 'latin1')
}
