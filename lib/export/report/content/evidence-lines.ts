/** How deep and how long evidence is written out before the reader is sent to the JSON. */
export interface EvidenceBound {
  readonly lines: number
  readonly characters: number
}

export interface EvidenceLine {
  readonly label: string
  readonly value: string
}

/** Evidence as lines for people: `shareOfLifeLeft` becomes `Share of life left`. Says so where it leaves something out. */
export function evidenceLines(
  evidence: Readonly<Record<string, unknown>>,
  bound: EvidenceBound,
): readonly EvidenceLine[] {
  const entries = Object.entries(evidence).filter(([, value]) => value !== null && value !== undefined)
  const lines = entries.slice(0, bound.lines).map(([key, value]) => ({
    label: wordsOf(key),
    value: cut(valueText(value), bound.characters),
  }))
  const rest = entries.length - lines.length
  return rest > 0 ? [...lines, { label: 'And', value: `${rest} more, in the JSON` }] : lines
}

function wordsOf(key: string): string {
  const spaced = key
    .replace(/sha256/gi, ' SHA-256')
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/[_-]+(?!256)/g, ' ')
    .trim()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(valueText).join('; ')
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([key, member]) => `${wordsOf(key).toLowerCase()} ${valueText(member)}`)
      .join(', ')
  }
  return String(value)
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Never within a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most
  return `${text.slice(0, end)}… (${text.length - end} more characters in the JSON)`
}
