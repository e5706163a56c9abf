/** What a server shows again and again is small; the rest is copied each time. */
const maxBytes = 4096
const slots: (Uint8Array | undefined)[] = new Array(256).fill(undefined)

/**
 * A copy of these bytes, or the copy that was made when they came before: one server shows its certificates in each of
 * many connections, and many servers show the same issuer, and what is known of an array need not be found out again.
 * Kept are the latest, 1 MiB at most. The result is shared, so nobody may write to it.
 */
export function sharedCopy(view: Uint8Array): Uint8Array {
  const { length } = view
  if (length < 16 || length > maxBytes) return new Uint8Array(view)
  // A certificate ends with its signature, which differs from all others.
  const mark = (view[length - 1] ?? 0) ^ ((view[length - 2] ?? 0) << 3) ^ (view[length - 3] ?? 0)
  const slot = (mark ^ length) & 255
  const known = slots[slot]
  if (known?.length === length && Buffer.compare(known, view) === 0) return known
  const copy = new Uint8Array(view)
  slots[slot] = copy
  return copy
}
