import { sha256Hex } from '#lib/core/ids.ts'

const known = new WeakMap<Uint8Array, string>()

/** SHA-256 of a DER in lower-case hex, computed once for each array: a scan asks for it in many places. */
export function fingerprint(der: Uint8Array): string {
  const kept = known.get(der)
  if (kept !== undefined) return kept
  const made = sha256Hex(der)
  known.set(der, made)
  return made
}
