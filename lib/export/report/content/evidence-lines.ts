import { evidenceWords, evidenceWordsWithin } from '#lib/checks/evidence-words.ts'
import { isRecord } from '#lib/core/is-record.ts'
import { instantText } from './words.ts'

/** How deep and how long evidence is written out before the reader is sent to the JSON. */
export interface EvidenceBound {
  readonly lines: number
  readonly characters: number
}

export interface EvidenceLine {
  readonly label: string
  readonly value: string
  /** 1 for what belongs to the line above it. */
  readonly level: 0 | 1
}

/**
 * Evidence as lines for people: `shareOfLifeLeft` becomes `Share of life left`, and each of several things a group of
 * lines, those that fail first. Says so where it leaves something out.
 */
export function evidenceLines(
  evidence: Readonly<Record<string, unknown>>,
  bound: EvidenceBound,
): readonly EvidenceLine[] {
  const lines = Object.entries(evidence).flatMap(([key, value]) => (isEmpty(value) ? [] : linesOf(key, value)))
  const shown = lines.slice(0, bound.lines).map((line) => ({ ...line, value: cut(line.value, bound.characters) }))
  const rest = lines.length - shown.length
  const more = { label: 'And', value: `${rest} more lines, in the JSON`, level: 0 } as const
  return rest > 0 ? [...shown, more] : shown
}

type JsonRecord = Readonly<Record<string, unknown>>

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function linesOf(key: string, value: unknown): readonly EvidenceLine[] {
  const label = evidenceWords(key)
  if (isRecord(value)) return [{ label, value: '', level: 0 }, ...members(value)]
  if (!Array.isArray(value) || !value.every(isRecord)) return [{ label, value: valueText(value), level: 0 }]
  const items: readonly JsonRecord[] = value
  const passing = items.filter(({ outcome }) => outcome === 'pass')
  const others = items.filter(({ outcome }) => outcome !== 'pass')
  const told = others.length > 0 ? others : items
  const groups = told.flatMap((item, index) => {
    const [first, ...more] = Object.entries(item).filter(([, member]) => !isEmpty(member))
    const head = told.length > 1 ? `${label} ${index + 1}` : label
    return first
      ? [{ label: head, value: valueText(first[1]), level: 0 as const }, ...members(Object.fromEntries(more))]
      : []
  })
  const silent = others.length > 0 && passing.length > 0
  return silent ? [...groups, { label, value: `${passing.length} more, which pass`, level: 0 }] : groups
}

function members(record: JsonRecord): readonly EvidenceLine[] {
  return Object.entries(record).flatMap(([key, value]) =>
    isEmpty(value) ? [] : [{ label: evidenceWords(key), value: valueText(value), level: 1 as const }],
  )
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

function valueText(value: unknown): string {
  if (typeof value === 'string') return instant.test(value) ? instantText(value) : value
  if (Array.isArray(value)) return value.map(valueText).join('; ')
  if (!isRecord(value)) return String(value)
  return Object.entries(value)
    .filter(([, member]) => !isEmpty(member))
    .map(([key, member]) => `${evidenceWordsWithin(key)} ${valueText(member)}`)
    .join(', ')
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Never within a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most
  return `${text.slice(0, end)}… (${text.length - end} more characters in the JSON)`
}
