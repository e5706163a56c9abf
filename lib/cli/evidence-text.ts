import { evidenceWordsWithin } from '#lib/checks/evidence-words.ts'
import { isRecord } from '#lib/core/is-record.ts'
import { printable } from '#lib/scan/printable.ts'

/** Said by the row that the evidence stands under, or by `--json` to those who need it. */
const said = new Set(['ip', 'outcome', 'certificateSha256', 'engine'])
const mostCharacters = 160

/**
 * What speaks against a subject, on one line for a terminal: `negotiated x25519; bits 256`. Of several addresses or
 * chains those that fail. All text in it may be an attacker's.
 */
export function evidenceText(evidence: unknown): string {
  return printable(failing(evidence).map(textOf).filter(Boolean).join(' | '), mostCharacters)
}

function failing(evidence: unknown): readonly unknown[] {
  if (!isRecord(evidence) || !Array.isArray(evidence.addresses)) return [evidence]
  const failed = evidence.addresses.filter((judged) => isRecord(judged) && judged.outcome === 'fail')
  return failed.length > 0 ? failed : evidence.addresses
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ')
  if (!isRecord(value)) return String(value)
  return Object.entries(value)
    .filter(([key]) => !said.has(key))
    .map(([key, member]) => `${evidenceWordsWithin(key)} ${isRecord(member) ? `(${textOf(member)})` : textOf(member)}`)
    .join('; ')
}
