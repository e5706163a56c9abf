/**
 * HPACK's Huffman code (RFC 7541 appendix B) for ASCII. The code is canonical, so the characters of each length in
 * their order give it; codes longer than 19 bits stand for octets that no header of interest holds.
 */
const byBits: readonly (readonly [bits: number, characters: string])[] = [
  [5, '012aceiost'],
  [6, ' %-./3456789=A_bdfghlmnpru'],
  [7, ':BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz'],
  [8, '&*,;XZ'],
  [10, '!"()?'],
  [11, "'+|"],
  [12, '#>'],
  [13, '\0$@[]~'],
  [14, '^}'],
  [15, '<`{'],
  [19, '\\'],
]

const longestBits = 19

interface Codes {
  readonly first: number
  readonly characters: string
}

const codes = assign()

/** The text, or null where it holds anything but ASCII or its padding is not that of RFC 7541 5.2. */
export function decodeHuffman(bytes: Uint8Array): string | null {
  let text = ''
  let code = 0
  let bits = 0
  for (const byte of bytes) {
    for (let mask = 0x80; mask > 0; mask >>= 1) {
      code = code * 2 + (byte & mask ? 1 : 0)
      bits += 1
      const character = characterOf(bits, code)
      if (character !== undefined) {
        text += character
        code = 0
        bits = 0
      } else if (bits === longestBits) return null
    }
  }
  // Padding: the first bits of a code that consists of ones, fewer than eight of them.
  return bits < 8 && code === 2 ** bits - 1 ? text : null
}

function characterOf(bits: number, code: number): string | undefined {
  const ofLength = codes[bits]
  return ofLength === undefined || code < ofLength.first ? undefined : ofLength.characters[code - ofLength.first]
}

function assign(): readonly (Codes | undefined)[] {
  const assigned: (Codes | undefined)[] = []
  let next = 0
  let last = 0
  for (const [bits, characters] of byBits) {
    const first = next * 2 ** (bits - last)
    assigned[bits] = { first, characters }
    next = first + characters.length
    last = bits
  }
  return assigned
}
