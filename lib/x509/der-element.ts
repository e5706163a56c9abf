/** One DER element with a low tag number; `tag` is the whole identifier octet. */
export function derElement(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const digits = content.length.toString(16)
  const octets = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  const length = content.length < 0x80 ? octets : Buffer.concat([Buffer.of(0x80 | octets.length), octets])
  return Buffer.concat([Buffer.of(tag), length, content])
}
