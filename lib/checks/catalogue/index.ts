import type { Check } from '#lib/checks/contract.ts'
import { chainUntrustedAnchor } from './chain-and-trust/chain-untrusted-anchor.ts'
import { cipherWeakLegacy } from './protocol-and-cipher/cipher-weak-legacy.ts'
import { protocolTls10Tls11Enabled } from './protocol-and-cipher/protocol-tls10-tls11-enabled.ts'
import { rotationOverdue } from './validity-and-rotation/rotation-overdue.ts'
import { validityExpired } from './validity-and-rotation/validity-expired.ts'

/** Every check, by group and within it in the order of reports. */
export const catalogue: readonly Check[] = [
  chainUntrustedAnchor,
  validityExpired,
  rotationOverdue,
  protocolTls10Tls11Enabled,
  cipherWeakLegacy,
]

const byId: ReadonlyMap<string, Check> = new Map(catalogue.map((check) => [check.id, check]))

/** Null for a check that this version no longer knows: verdicts and findings outlive checks. */
export function findCheck(id: string): Check | null {
  return byId.get(id) ?? null
}
