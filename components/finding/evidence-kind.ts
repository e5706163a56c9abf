/** What a value of evidence is to be shown as. */
export type EvidenceKind = 'missing' | 'flag' | 'seconds' | 'number' | 'hash' | 'instant' | 'text' | 'list' | 'object'

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/

export function evidenceKind(key: string, value: unknown): EvidenceKind {
  if (value === null || value === undefined || value === '') return 'missing'
  if (typeof value === 'boolean') return 'flag'
  if (typeof value === 'number') return key.endsWith('Seconds') ? 'seconds' : 'number'
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? 'hash' : instant.test(value) ? 'instant' : 'text'
  return Array.isArray(value) ? 'list' : 'object'
}

/** Where a hash leads, by the key that holds it; null where it can not be told what it is of. */
export function hashHref(key: string, hash: string): string | null {
  if (/spki|^key|pin/i.test(key)) return `/certificates?spki=${hash}`
  // Of CRLs and OCSP responses, of names and of primes: no page shows what they are of.
  if (/(evidence|name|prime)sha256$/i.test(key)) return null
  return /sha256$/i.test(key) ? `/certificates/${hash}` : null
}
