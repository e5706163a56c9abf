import { z } from 'zod'
import { type Declared, declaredSchema } from '#lib/checks/declared.ts'
import { csvRecords } from '#lib/core/csv-records.ts'
import { type FoundKey, takePrivateKeys } from '#lib/x509/private-keys.ts'
import { keyProblems } from './key-problems.ts'

/** What a file says of one identity, where it says it. */
export interface DeclaredLine {
  /** From 1. */
  readonly line: number
  /** Name of the identity. */
  readonly identity: string
  /** Takes the place of what was said, member by member; null takes a member back. */
  readonly change: DeclaredChange
}

export interface DeclaredFile {
  readonly lines: readonly DeclaredLine[]
  readonly problems: readonly { readonly line: number; readonly problem: string }[]
  /** That were dropped, for the record of exposures. */
  readonly keys: readonly FoundKey[]
}

export const declaredLimits = { characters: 4 * 1024 * 1024, lines: 10_000, problems: 200 } as const

type Nullable<T> = { readonly [Key in keyof T]?: T[Key] | null }
export type DeclaredChange = Nullable<Declared>

/** Columns of the CSV form; lists come as JSON alone. */
export const declaredColumns = [
  'identity',
  'renewal',
  'keyStorage',
  'vendor',
  'reviewedAt',
  'contract',
  'standby',
] as const

const entrySchema = z.looseObject({ identity: z.string().trim().min(1).max(2000) })

/**
 * Reads declared facts: CSV whose first line names its columns (`declaredColumns`; an empty cell says nothing, `-` takes
 * back), or JSON lines, or a JSON array, of `{"identity": …, <members as in the schema of declared facts>}`. Never throws;
 * private keys are dropped and told of.
 */
export function readDeclaredFile(sent: string): DeclaredFile {
  const { text, keys } = takePrivateKeys(sent)
  if (text.length > declaredLimits.characters)
    return { lines: [], problems: [{ line: 1, problem: `longer than ${declaredLimits.characters} characters` }], keys }
  const plain = text.replace(/^\uFEFF/, '')
  const read = /^\s*[[{]/.test(plain) ? readJson(plain) : readCsv(plain)
  const problems = [...keyProblems(keys), ...read.problems].slice(0, declaredLimits.problems)
  if (read.lines.length <= declaredLimits.lines) return { lines: read.lines, problems, keys }
  const tooMany = { line: declaredLimits.lines + 1, problem: `more than ${declaredLimits.lines} identities` }
  return { lines: read.lines.slice(0, declaredLimits.lines), problems: [...problems, tooMany], keys }
}

interface Reading {
  readonly lines: DeclaredLine[]
  readonly problems: { line: number; problem: string }[]
}

function readJson(text: string): Reading {
  const whole = parse(text)
  if (Array.isArray(whole)) return collect(whole.map((value, index) => [lineOf(text, index), value] as const))
  const numbered = text.split(/\r\n|\n|\r/).map((raw, index) => [index + 1, raw] as const)
  if (whole !== undefined) return collect([[1, whole]])
  return collect(numbered.flatMap(([line, raw]) => (raw.trim() === '' ? [] : [[line, parse(raw)] as const])))
}

/** Of an element of an array: where its `identity` stands, as far as one stands on each line. */
function lineOf(text: string, index: number): number {
  let at = -1
  for (let count = 0; count <= index; count += 1) {
    const next = text.indexOf('"identity"', at + 1)
    if (next === -1) break
    at = next
  }
  return text.slice(0, Math.max(0, at)).split('\n').length
}

function collect(values: readonly (readonly [number, unknown])[]): Reading {
  const reading: Reading = { lines: [], problems: [] }
  for (const [line, value] of values) {
    const entry = entrySchema.safeParse(value)
    if (!entry.success) {
      reading.problems.push({ line, problem: 'a JSON object with the name of an identity as "identity" is wanted' })
      continue
    }
    const { identity, ...members } = entry.data
    add(reading, line, identity, members)
  }
  return reading
}

function readCsv(text: string): Reading {
  const reading: Reading = { lines: [], problems: [] }
  let header: readonly string[] | null = null
  for (const { line: at, cells: row } of csvRecords(text)) {
    if (row.every((cell) => cell.trim() === '') || row[0]?.trim().startsWith('#')) continue
    if (header === null) {
      header = row.map((name) => name.trim().toLowerCase())
      const unknown = header.filter((name) => !declaredColumns.some((column) => column.toLowerCase() === name))
      if (unknown.length > 0 || !header.includes('identity')) {
        const which = unknown.length > 0 ? `unknown columns: ${unknown.join(', ').slice(0, 200)}` : 'no column identity'
        reading.problems.push({ line: at, problem: `${which}; known are ${declaredColumns.join(', ')}` })
        return reading
      }
      continue
    }
    if (row.length > header.length) {
      reading.problems.push({ line: at, problem: `${row.length} cells under ${header.length} columns` })
      continue
    }
    readRow(reading, at, header, row)
  }
  return reading
}

function readRow(reading: Reading, line: number, header: readonly string[], row: readonly string[]): void {
  const cell = (column: (typeof declaredColumns)[number]) => row[header.indexOf(column.toLowerCase())]?.trim() ?? ''
  const identity = cell('identity')
  if (identity === '') {
    reading.problems.push({ line, problem: 'no identity' })
    return
  }
  const member = (name: string, value: string) => (value === '' ? [] : [[name, value === '-' ? null : value] as const])
  const day = cell('reviewedAt')
  const reviewedAt = /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00Z` : day
  const vendor = cell('vendor')
  const thirdParty =
    vendor === '-'
      ? null
      : Object.fromEntries([
          ...member('vendor', vendor),
          ...member('reviewedAt', reviewedAt),
          ...member('contract', cell('contract')),
        ])
  add(reading, line, identity, {
    ...Object.fromEntries([
      ...member('renewal', cell('renewal')),
      ...member('keyStorage', cell('keyStorage')),
      ...member('standby', cell('standby')),
    ]),
    ...(thirdParty === null || Object.keys(thirdParty).length > 0 ? { thirdParty } : {}),
  })
}

function add(reading: Reading, line: number, identity: string, members: Readonly<Record<string, unknown>>): void {
  const taken = Object.entries(members).filter(([, value]) => value === null)
  const said = declaredSchema.safeParse(
    Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)),
  )
  const unknown = taken.filter(([name]) => !(name in declaredSchema.shape))
  if (!said.success || unknown.length > 0) {
    const [issue] = said.error?.issues ?? []
    const problem = issue
      ? `${issue.path.join('.') || 'members'}: ${issue.message}`
      : `${unknown[0]?.[0]}: there is no such member`
    reading.problems.push({ line, problem: problem.slice(0, 300) })
    return
  }
  if (Object.keys(members).length === 0) reading.problems.push({ line, problem: 'it says nothing' })
  else reading.lines.push({ line, identity, change: { ...said.data, ...Object.fromEntries(taken) } })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
