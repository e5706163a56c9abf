import { withoutPrivateKeys } from '#lib/core/private-key-text.ts'

/**
 * Postgres refuses U+0000 in text and jsonb, and lone surrogates in jsonb. Text from the network may hold both:
 * each is replaced by U+FFFD, so that the record is kept.
 */
export function storableText(text: string): string {
  // Imports take private keys out where they read; whatever else brings one, none is kept.
  const plain = text.includes('PRIVATE KEY') ? withoutPrivateKeys(text) : text
  return plain.replaceAll('\0', '\uFFFD').toWellFormed()
}

/** JSON text of a plain value that jsonb takes. Undefined members are left out, as JSON.stringify does. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null'
  return /\\u(?:0000|d[89a-f])|PRIVATE KEY/i.test(json) ? JSON.stringify(clean(value)) : json
}

/** JSON with the members of each object in order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return storableJson(sorted(value))
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  return mapMembers(value, clean, (members) => members)
}

function sorted(value: unknown): unknown {
  return mapMembers(value, sorted, (members) => members.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function mapMembers(
  value: unknown,
  change: (member: unknown) => unknown,
  order: (members: [string, unknown][]) => [string, unknown][],
): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(order(Object.entries(value)).map(([key, member]) => [storableText(key), change(member)]))
}

const earliest = Date.parse('0001-01-01T00:00:00Z')
const latest = Date.parse('9999-12-31T23:59:59Z')

/** An instant that a timestamptz holds: held within the years 1 to 9999; null where it is none. */
export function storableInstant(iso: string): Date | null {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? null : new Date(Math.min(latest, Math.max(earliest, at)))
}

/** The longest prefix of at most `bytes` bytes of UTF-8: an index entry of Postgres holds about 2,700 bytes. */
export function indexable(text: string, bytes = 2000): string {
  const cleaned = storableText(text)
  if (cleaned.length * 3 <= bytes) return cleaned
  const encoded = Buffer.from(cleaned)
  if (encoded.length <= bytes) return cleaned
  return encoded
    .subarray(0, bytes)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')
}
