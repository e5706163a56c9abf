/** IANA "TLS Supported Groups" registry: value to name. */
const names: Readonly<Record<number, string>> = {
  1: 'sect163k1',
  2: 'sect163r1',
  3: 'sect163r2',
  4: 'sect193r1',
  5: 'sect193r2',
  6: 'sect233k1',
  7: 'sect233r1',
  8: 'sect239k1',
  9: 'sect283k1',
  10: 'sect283r1',
  11: 'sect409k1',
  12: 'sect409r1',
  13: 'sect571k1',
  14: 'sect571r1',
  15: 'secp160k1',
  16: 'secp160r1',
  17: 'secp160r2',
  18: 'secp192k1',
  19: 'secp192r1',
  20: 'secp224k1',
  21: 'secp224r1',
  22: 'secp256k1',
  23: 'secp256r1',
  24: 'secp384r1',
  25: 'secp521r1',
  26: 'brainpoolP256r1',
  27: 'brainpoolP384r1',
  28: 'brainpoolP512r1',
  29: 'x25519',
  30: 'x448',
  31: 'brainpoolP256r1tls13',
  32: 'brainpoolP384r1tls13',
  33: 'brainpoolP512r1tls13',
  256: 'ffdhe2048',
  257: 'ffdhe3072',
  258: 'ffdhe4096',
  259: 'ffdhe6144',
  260: 'ffdhe8192',
  512: 'MLKEM512',
  513: 'MLKEM768',
  514: 'MLKEM1024',
  4587: 'SecP256r1MLKEM768',
  4588: 'X25519MLKEM768',
  4589: 'SecP384r1MLKEM1024',
}

export interface KeyExchangeGroup {
  readonly name: string
  /** Size of a finite field, null for every other kind. */
  readonly bits: number | null
}

export function keyExchangeGroup(id: number): KeyExchangeGroup {
  const name = names[id] ?? `0x${id.toString(16).padStart(4, '0')}`
  return { name, bits: name.startsWith('ffdhe') ? Number(name.slice(5)) : null }
}

/** The group of a ServerKeyExchange that names none: ephemeral Diffie-Hellman over the prime that it carries. */
export function finiteField(prime: Uint8Array): KeyExchangeGroup {
  const first = prime.findIndex((byte) => byte !== 0)
  const leading = prime[first]
  const bits = leading === undefined ? 0 : (prime.length - first - 1) * 8 + (32 - Math.clz32(leading))
  return { name: 'dhe', bits }
}
