import { hash } from 'node:crypto'

/** Of this product's own; every id that a file makes hangs below it. */
const namespace = Buffer.from('6f0f7a3c1d5b4c0e9a6b2e8d4f7c1b90', 'hex')

/** A UUID version 5 (RFC 9562 5.5): the same for the same report and key, so that a file made again is the same file. */
export function uuidV5(reportId: string, ...key: readonly string[]): string {
  // Lengths before the parts: no two keys run into one.
  const name = [reportId, ...key].map((part) => `${part.length}:${part}`).join('')
  const hex = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'hex')
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`
}
