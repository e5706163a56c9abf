import type { PublicKeyFacts } from '#lib/x509/certificate.ts'

/**
 * Security strength in bits (SP 800-57 part 1 Table 2) where the key falls to a quantum computer; `safe` where it does
 * not, null where it is not known.
 */
export function classicalStrength({ algorithm, bits }: PublicKeyFacts): number | 'safe' | null {
  if (/^(ml-dsa|slh-dsa)/i.test(algorithm)) return 'safe'
  if (algorithm === 'ed25519') return 128
  if (algorithm === 'ed448') return 224
  if (bits === null) return null
  if (algorithm === 'ec') return bits >= 521 ? 256 : Math.floor(bits / 2)
  if (!/^(rsa|rsa-pss|dsa)$/.test(algorithm)) return null
  return moduli.find(([least]) => bits >= least)?.[1] ?? 0
}

const moduli = [
  [15360, 256],
  [7680, 192],
  [3072, 128],
  [2048, 112],
  [1024, 80],
] as const
