import { z } from 'zod'
import { csvRecords } from '#lib/core/csv-records.ts'
import { preludes } from '#lib/scan/starttls/index.ts'
import { type Transport, transports } from '#lib/tls/observation.ts'
import type { Candidate } from './candidate.ts'
import { readHost, readHostPort, readPort } from './host-port.ts'

export interface HostListTarget extends Candidate {
  /** From 1. */
  readonly line: number
}

export interface HostListProblem {
  readonly line: number
  readonly problem: string
}

export interface HostList {
  readonly targets: readonly HostListTarget[]
  readonly problems: readonly HostListProblem[]
}

export const hostListLimits = { characters: 16 * 1024 * 1024, targets: 100_000, problems: 1000 } as const

const columns = ['host', 'port', 'sni', 'starttls', 'identity', 'environment', 'owner', 'criticality', 'tags'] as const

type Cells = Readonly<Partial<Record<(typeof columns)[number], string>>>
type Reading = { readonly target: Candidate } | { readonly problem: string }

const criticality = z.enum(['low', 'medium', 'high', 'critical'])
const transport = z.enum(transports)

/**
 * Reads a list of hosts: lines of `host[:port]`, or CSV (comma, semicolon or tab) whose first line names its columns
 * (`host` is wanted; see `columns`; tags are parted by spaces). Lines that begin with `#` are comments. Never throws:
 * every line that can't be used stands in `problems` with its number, and the others are still read.
 */
export function parseHostList(text: string): HostList {
  if (text.length > hostListLimits.characters) {
    return { targets: [], problems: [{ line: 1, problem: `longer than ${hostListLimits.characters} characters` }] }
  }
  const plain = text.replace(/^\ufeff/, '')
  const header = plain.split(/\r\n|\r|\n/).find((line) => line.trim() !== '' && !line.trim().startsWith('#')) ?? ''
  const delimiter = [',', ';', '\t'].find((mark) => splitHeader(header, mark).includes('host') && header.includes(mark))
  return delimiter === undefined && header.trim().toLowerCase() !== 'host'
    ? readLines(plain)
    : readCsv(plain, delimiter ?? ',')
}

function readLines(text: string): HostList {
  const list = new ListBuilder()
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.replace(/(^|\s)#.*$/, '').trim()
    if (line !== '' && !list.add(index + 1, () => readCells({ host: line }))) break
  }
  return list
}

function readCsv(text: string, delimiter: string): HostList {
  const list = new ListBuilder()
  let header: readonly string[] | null = null
  for (const { line: at, cells: row } of csvRecords(text, delimiter)) {
    if (row.every((cell) => cell.trim() === '') || row[0]?.trim().startsWith('#')) continue
    if (header === null) {
      header = splitHeader(row.join(delimiter), delimiter)
      const unknown = header.filter((name) => name !== '' && !columns.some((column) => column === name))
      if (unknown.length > 0)
        list.add(at, () => ({ problem: `unknown columns: ${unknown.join(', ')}; known are ${columns.join(', ')}` }))
      continue
    }
    const names = header
    const tooMany = row.length > names.length
    const read = () =>
      tooMany ? { problem: `${row.length} cells under ${names.length} columns` } : readCells(cellsOf(names, row))
    if (!list.add(at, read)) break
  }
  return list
}

function splitHeader(header: string, delimiter: string): readonly string[] {
  return header.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase())
}

function cellsOf(header: readonly string[], row: readonly string[]): Cells {
  return Object.fromEntries(
    header.map((name, index) => [name, row[index]?.trim() ?? '']).filter(([, value]) => value !== ''),
  )
}

function readCells(cells: Cells): Reading {
  const dialled = readHostPort(cells.host ?? '')
  if (!dialled.ok) return { problem: dialled.problem }
  const starttls = cells.starttls === undefined ? undefined : transport.safeParse(cells.starttls.toLowerCase())
  if (starttls?.success === false) return { problem: `starttls: one of ${transports.join(', ')}` }
  const port = cells.port === undefined ? dialled.value.port : readPort(cells.port)
  if (port === undefined) return { problem: `port: "${cells.port?.slice(0, 20)}" is no port: 1 to 65535` }
  const weight = cells.criticality === undefined ? undefined : criticality.safeParse(cells.criticality.toLowerCase())
  if (weight?.success === false) return { problem: `criticality: one of ${criticality.options.join(', ')}` }
  const serverName = cells.sni === undefined ? undefined : readHost(cells.sni)
  if (serverName === null) return { problem: 'sni: no host name' }
  const tags = cells.tags?.split(/[\s|]+/).filter((tag) => tag !== '')
  const { identity, environment, owner } = cells
  return {
    target: {
      host: dialled.value.host,
      port: port ?? defaultPort(starttls?.data ?? 'tls'),
      ...(serverName === undefined ? {} : { serverName }),
      ...(starttls === undefined ? {} : { transport: starttls.data }),
      ...(identity === undefined ? {} : { identity }),
      ...(environment === undefined ? {} : { environment }),
      ...(owner === undefined ? {} : { owner }),
      ...(weight === undefined ? {} : { criticality: weight.data }),
      ...(tags === undefined ? {} : { tags }),
    },
  }
}

export function defaultPort(by: Transport): number {
  return by === 'tls' ? 443 : preludes[by].defaultPort
}

class ListBuilder implements HostList {
  readonly targets: HostListTarget[] = []
  readonly problems: HostListProblem[] = []

  /** False where the list is full. */
  add(line: number, read: () => Reading): boolean {
    if (this.targets.length >= hostListLimits.targets) {
      this.problems.push({ line, problem: `more than ${hostListLimits.targets} targets: split the list` })
      return false
    }
    const reading = read()
    if ('target' in reading) this.targets.push({ ...reading.target, line })
    else this.problems.push({ line, problem: reading.problem })
    return this.problems.length < hostListLimits.problems
  }
}
