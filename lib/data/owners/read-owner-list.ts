import { csvRecords } from '#lib/core/csv-records.ts'
import { type OwnerInput, ownerInput, ownersLimit } from './save-owners.ts'

export interface OwnerList {
  readonly owners: readonly OwnerInput[]
  /** By line of the file, from 1. */
  readonly problems: readonly { readonly line: number; readonly problem: string }[]
}

const maxCharacters = 4 * 1024 * 1024

const truths: ReadonlyMap<string, boolean> = new Map([
  ['', true],
  ...['true', 'yes', '1', 'active'].map((word) => [word, true] as const),
  ...['false', 'no', '0', 'inactive'].map((word) => [word, false] as const),
])

/**
 * Reads owners as a directory exports them: CSV (comma, semicolon or tab) whose first line names its columns: `name`, and
 * `active`, `since`, `contact` where there are any; others are left alone. Never throws: a line that can't be used stands
 * in `problems`, and the others are still read.
 */
export function readOwnerList(text: string): OwnerList {
  if (text.length > maxCharacters)
    return { owners: [], problems: [{ line: 1, problem: `longer than ${maxCharacters} characters` }] }
  const list = text.replace(/^\ufeff/, '')
  const mark = [',', ';', '\t'].find((one) => columnsOf(list, one).includes('name')) ?? ','
  const names = columnsOf(list, mark)
  if (!names.includes('name')) return { owners: [], problems: [{ line: 1, problem: 'there is no column “name”' }] }
  const owners: OwnerInput[] = []
  const problems: { line: number; problem: string }[] = []
  for (const { line, cells } of csvRecords(list, mark).slice(1)) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const cell = (name: string) => plain(cells[names.indexOf(name)] ?? '')
    const active = truths.get(cell('active').toLowerCase())
    const read = ownerInput.safeParse({
      name: cell('name'),
      active,
      since: cell('since') || null,
      contact: cell('contact') || null,
    })
    if (active === undefined) problems.push({ line, problem: `active: “${cell('active')}” is neither yes nor no` })
    else if (!read.success)
      problems.push({ line, problem: read.error.issues.map(({ path, message }) => `${path}: ${message}`).join('; ') })
    else if (owners.length === ownersLimit) return { owners, problems: [...problems, tooMany(line)] }
    else owners.push(read.data)
  }
  return { owners, problems }
}

function columnsOf(text: string, delimiter: string): string[] {
  const [header] = csvRecords(text.match(/^[^\r\n]*/)?.[0] ?? '', delimiter)
  return header?.cells.map((name) => name.trim().toLowerCase()) ?? []
}

function tooMany(line: number) {
  return {
    line,
    problem: `more than ${ownersLimit.toLocaleString('en')} owners; this line and what follows is left out`,
  }
}

/** Our own files put an apostrophe before what a spreadsheet would take for a formula. */
function plain(cell: string): string {
  return cell.trim().replace(/^'(?=[=+\-@\t\r])/, '')
}
