import type { Evidence } from './contract.ts'

/** SHA-256 (hex) of the certificates that failed, by what the evidence says; what passed beside them is left out. */
export function certificatesInEvidence(evidence: Evidence): string[] {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(look)
      return
    }
    if (typeof value !== 'object' || value === null) return
    if ('outcome' in value && typeof value.outcome === 'string' && value.outcome !== 'fail') return
    for (const [key, member] of Object.entries(value)) {
      if (key === 'certificateSha256' && typeof member === 'string' && /^[0-9a-f]{64}$/.test(member)) found.add(member)
      else look(member)
    }
  }
  look(evidence)
  return [...found]
}
