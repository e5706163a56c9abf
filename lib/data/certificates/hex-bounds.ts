/** The first and the last SHA-256 that begin with these hexadecimal digits. */
export function hexBounds(prefix: string): readonly [Buffer, Buffer] {
  return [Buffer.from(prefix.padEnd(64, '0'), 'hex'), Buffer.from(prefix.padEnd(64, 'f'), 'hex')]
}

/** Bounds of the serial numbers that begin with these digits; `g` comes after every hexadecimal digit in any collation. */
export function serialBounds(prefix: string): readonly [string, string] {
  return [prefix, `${prefix}g`]
}
