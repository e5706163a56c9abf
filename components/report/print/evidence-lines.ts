import type { Evidence } from '#lib/checks/contract.ts'
import { evidenceWords } from '#lib/checks/evidence-words.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'

/** Evidence as lines of plain text: `Not after: 2026-11-22T12:00:00Z`. All text in it may be an attacker's. */
export function evidenceLines(evidence: Evidence): string[] {
  return linesOf(evidence, '')
}

function linesOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null))
      return [line(path, value.map(text).join(', ') || 'none')]
    return value.flatMap((item, index) => linesOf(item, `${path} ${index + 1}`))
  }
  if (typeof value !== 'object' || value === null) return [line(path, text(value))]
  return Object.entries(value).flatMap(([key, member]) =>
    linesOf(member, path === '' ? evidenceWords(key) : `${path}, ${evidenceWords(key).toLowerCase()}`),
  )
}

function line(path: string, value: string): string {
  return path === '' ? value : `${path}: ${value}`
}

function text(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  return escapeUnsafe(typeof value === 'string' ? value : String(value))
}
