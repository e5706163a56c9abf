import type { CheckGroup } from '#lib/checks/contract.ts'

const words: Readonly<Partial<Record<string, string>>> = { pqc: 'PQC', mtls: 'mTLS' }

/** `key-and-signature` as people read it: `Key and signature`. */
export function groupWords(group: CheckGroup): string {
  const text = group
    .split('-')
    .map((word) => words[word] ?? word)
    .join(' ')
  return `${text.charAt(0) === 'm' && text.startsWith('mTLS') ? 'm' : text.charAt(0).toUpperCase()}${text.slice(1)}`
}
