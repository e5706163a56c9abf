import { ParseError } from '../parse-error.ts'
import type { CtLog } from './ct-log.ts'
import { isObject, type JsonObject, readText, readTime } from './list-values.ts'
import { readLog } from './read-log.ts'

export const logListLimits = { characters: 4 * 1024 * 1024, operators: 500, logs: 2000, problems: 200 } as const

/** A problem's place is the path of a member: `operators.2.logs.0.key`. */
export interface LogListProblem {
  readonly at: string
  readonly problem: string
}

export interface ReadLogList {
  /** As its publisher counts them; null where it tells none. */
  readonly version: string | null
  /** When its publisher made it, ISO 8601; null where it does not tell. */
  readonly asOf: string | null
  /** Each once. */
  readonly logs: readonly CtLog[]
  /** What was left out, and why. */
  readonly problems: readonly LogListProblem[]
}

/**
 * Reads a list of CT logs in the JSON that browsers use (log list schema, version 3): operators with their `logs` and
 * `tiled_logs`. Members that are not known are passed over; a log with a fault is left out, and told in `problems`. Throws
 * nothing but ParseError, where the text is no such list or holds not one log.
 */
export function readLogList(text: string): ReadLogList {
  const { operators, ...members } = readFrame(text)
  const logs = new Map<string, CtLog>()
  const problems: LogListProblem[] = []
  const note = (problem: LogListProblem) => {
    if (problems.length < logListLimits.problems) problems.push(problem)
  }
  for (const read of readOperators(operators)) {
    if ('problem' in read) note(read)
    else if (logs.has(read.log.id)) note({ at: read.at, problem: 'a log before has this key already' })
    else if (logs.size >= logListLimits.logs) throw new ParseError(0, `more than ${logListLimits.logs} logs`)
    else logs.set(read.log.id, read.log)
  }
  if (logs.size === 0) throw new ParseError(0, firstOf(problems) ?? 'the list names no logs')
  const asOf = members.log_list_timestamp === undefined ? null : readTime(members.log_list_timestamp)
  if (asOf === null && members.log_list_timestamp !== undefined)
    note({ at: 'log_list_timestamp', problem: 'no instant' })
  return { version: readVersion(members), asOf, logs: [...logs.values()], problems }
}

function readFrame(text: string): JsonObject & { readonly operators: readonly unknown[] } {
  if (text.length > logListLimits.characters)
    throw new ParseError(0, `longer than ${logListLimits.characters} characters`)
  const list = parseJson(text.replace(/^\uFEFF/, ''))
  if (!isObject(list)) throw new ParseError(0, 'the list is no JSON object')
  const { operators } = list
  if (!Array.isArray(operators)) throw new ParseError(0, 'the list has no array `operators`')
  if (operators.length > logListLimits.operators)
    throw new ParseError(0, `more than ${logListLimits.operators} operators`)
  return { ...list, operators }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ParseError(0, 'the list is not well-formed JSON')
  }
}

/** Chrome's `version` is a text such as `54.12`, Apple's `assetVersion` a number. */
function readVersion({ version, assetVersion }: JsonObject): string | null {
  const told = version ?? assetVersion
  return typeof told === 'number' && Number.isFinite(told) ? String(told) : readText(told)
}

/** What stands in the operators, one log after the other: a log with its place, or what is wrong there. */
function* readOperators(operators: readonly unknown[]): Generator<LogListProblem | { at: string; log: CtLog }> {
  for (const [index, value] of operators.entries()) {
    const at = `operators.${index}`
    const operator = isObject(value) ? readText(value.name) : null
    if (!isObject(value) || operator === null) yield { at: `${at}.name`, problem: 'an operator has a name' }
    else
      for (const member of ['logs', 'tiled_logs'] as const)
        yield* readLogs(value[member] ?? [], `${at}.${member}`, { operator, tiled: member === 'tiled_logs' })
  }
}

function* readLogs(
  list: unknown,
  at: string,
  context: { readonly operator: string; readonly tiled: boolean },
): Generator<LogListProblem | { at: string; log: CtLog }> {
  if (!Array.isArray(list)) return yield { at, problem: 'no array' }
  for (const [index, value] of list.entries()) {
    const place = `${at}.${index}`
    const read = readLog(value, context)
    if ('problem' in read) yield { at: read.at === '' ? place : `${place}.${read.at}`, problem: read.problem }
    else yield { at: place, log: read }
  }
}

function firstOf([first]: readonly LogListProblem[]): string | null {
  return first === undefined ? null : `${first.at}: ${first.problem}`
}
