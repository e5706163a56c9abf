import type { Evidence } from './contract.ts'

/**
 * SHA-256 (hex) of the certificates that failed, by what the evidence says: each or a list of them stands under
 * `certificateSha256`. Certificates under other words are others, and what passed beside those that failed is left out.
 * Evidence that was stored while some checks had other words for it is understood.
 */
export function certificatesInEvidence(evidence: Evidence): string[] {
  const found = named(evidence, ['certificateSha256'])
  return found.length > 0 ? found : named(evidence, earlierWords)
}

/** Where they stood alone they meant the certificate that failed; beside `certificateSha256`, authorities above it. */
const earlierWords = ['sha256', 'matchesCertSha256']

function named(evidence: Evidence, keys: readonly string[]): string[] {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(look)
      return
    }
    if (typeof value !== 'object' || value === null) return
    if ('outcome' in value && typeof value.outcome === 'string' && value.outcome !== 'fail') return
    for (const [key, member] of Object.entries(value)) {
      if (!keys.includes(key)) look(member)
      else for (const one of [member].flat()) if (isHash(one)) found.add(one)
    }
  }
  look(evidence)
  return [...found]
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
