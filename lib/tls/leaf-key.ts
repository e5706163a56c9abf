import type { KeyObject } from 'node:crypto'
import { remember } from '#lib/core/remember.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import { readSubjectKey, type SubjectKey } from '#lib/x509/subject-key.ts'

const maxKeys = 4096
const keys = new Map<string, SubjectKey | null>()

/**
 * The key of a leaf (DER) with its curve; null where it can't be read. One server shows its leaf in many handshakes: the
 * latest keys are kept, for an import costs as much as a handshake's hashes.
 */
export function leafSubject(leaf: Uint8Array): SubjectKey | null {
  const id = fingerprint(leaf)
  const known = keys.get(id)
  if (known !== undefined) return known
  const subject = readSubjectKey(leaf)
  remember(keys, maxKeys, id, subject)
  return subject
}

/** The same, ready to verify with. */
export function leafKey(leaf: Uint8Array): KeyObject | null {
  return leafSubject(leaf)?.key ?? null
}
