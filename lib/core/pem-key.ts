/**
 * A public key's DER as the PEM that node:crypto takes for it. A string is the one form that Node does not first try to
 * read as a key of its own, which throws and catches four errors, and costs more than the import.
 */
export function pemKey(der: Uint8Array, label: 'PUBLIC KEY' | 'RSA PUBLIC KEY' = 'PUBLIC KEY'): string {
  const base64 = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64')
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`
}
