const words: Readonly<Record<string, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  ec: 'EC',
  dsa: 'DSA',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
}

/** `RSA 2048`, `EC 256`, `Ed25519`. */
export function keyText(algorithm: string, bits: number | null): string {
  const word = words[algorithm] ?? algorithm
  return bits === null || algorithm.startsWith('ed') ? word : `${word} ${bits}`
}

export const keyAlgorithmOptions = [
  ...Object.entries(words),
  ...['ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87'].map((name) => [name, name.toUpperCase()] as const),
].map(([value, label]) => ({ value, label }))
