export interface JsonObject {
  readonly [member: string]: unknown
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const longestText = 300

/** One line without control and direction-changing characters, cut; null for what is no text or has none. */
export function readText(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value
    .slice(0, 10 * longestText)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, longestText)
  return text === '' ? null : text
}

/** An instant of RFC 3339, in UTC; null for all else. */
export function readTime(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(value))
    return null
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** Base64 (RFC 4648 4) with its padding; null for all else. */
export function readBase64(value: unknown): Buffer | null {
  const valid = typeof value === 'string' && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value)
  return valid ? Buffer.from(value, 'base64') : null
}
