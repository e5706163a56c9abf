import fc from 'fast-check'

/** Changes of bytes as faults and attackers make them: octets set, bits flipped, the end cut off or gone on. */
export function mutation(): fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> {
  // A double would crowd at 0.
  const place = fc.nat(9999).map((part) => part / 10_000)
  const set = fc.tuple(place, fc.nat(255)).map(([at, octet]) => (bytes: Uint8Array) => {
    const copy = Uint8Array.from(bytes)
    copy[Math.floor(at * copy.length)] = octet
    return copy
  })
  const flip = fc.tuple(place, fc.nat(7)).map(([at, bit]) => (bytes: Uint8Array) => {
    const index = Math.floor(at * bytes.length)
    return bytes.map((octet, position) => (position === index ? octet ^ (1 << bit) : octet))
  })
  const cut = place.map((at) => (bytes: Uint8Array) => bytes.subarray(0, Math.floor(at * bytes.length)))
  const append = fc.uint8Array({ maxLength: 8 }).map((tail) => (bytes: Uint8Array) => Buffer.concat([bytes, tail]))
  return fc.oneof({ arbitrary: set, weight: 5 }, { arbitrary: flip, weight: 5 }, { arbitrary: cut, weight: 1 }, append)
}
