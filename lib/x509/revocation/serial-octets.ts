/** Content octets of the INTEGER that a serial in hex (sign kept, as ChainCertificate has it) is written as. */
export function serialOctets(serial: string): Uint8Array {
  const negative = serial.startsWith('-')
  const magnitude = Buffer.from(negative ? serial.slice(1) : serial, 'hex')
  if (!negative) return ((magnitude[0] ?? 0) & 0x80) === 0 ? magnitude : Buffer.concat([Buffer.of(0), magnitude])
  const bits = BigInt(magnitude.length * 8)
  const value = BigInt(`0x${magnitude.toString('hex')}`)
  // -128 needs one octet, -129 two.
  const width = value <= 1n << (bits - 1n) ? bits : bits + 8n
  const octets = ((1n << width) - value).toString(16).padStart(Number(width / 4n), '0')
  return Buffer.from(octets, 'hex')
}
