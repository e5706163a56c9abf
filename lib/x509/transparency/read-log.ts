import { sha256Hex } from '#lib/core/ids.ts'
import { expectTag, tags } from '../der.ts'
import { ParseError } from '../parse-error.ts'
import { StrictDerReader } from '../strict-der.ts'
import { importSubjectKey } from '../subject-key.ts'
import { type CtLog, logStates } from './ct-log.ts'
import { isObject, type JsonObject, readBase64, readText, readTime } from './list-values.ts'

type Refusal = { readonly at: string; readonly problem: string }

/** A log of a list; what speaks against it where it can't be used. */
export function readLog(
  value: unknown,
  { operator, tiled }: { readonly operator: string; readonly tiled: boolean },
): CtLog | Refusal {
  if (!isObject(value)) return refusal('', 'no object')
  const key = readKey(value)
  if ('problem' in key) return key
  const state = readState(value.state)
  if (state !== null && 'problem' in state) return state
  const interval = readInterval(value.temporal_interval)
  if (interval !== null && 'problem' in interval) return interval
  const previousOperators = readPrevious(value.previous_operators)
  if ('problem' in previousOperators) return previousOperators
  return {
    ...key,
    name: readText(value.description) ?? key.id,
    operator,
    previousOperators,
    url: readText(value.url) ?? readText(value.submission_url),
    tiled,
    mmdSeconds: Number.isSafeInteger(value.mmd) && Number(value.mmd) >= 0 ? Number(value.mmd) : null,
    state,
    interval,
  }
}

function refusal(at: string, problem: string): Refusal {
  return { at, problem }
}

function readKey({ key: text, log_id: id }: JsonObject): Pick<CtLog, 'id' | 'key'> | Refusal {
  const key = readBase64(text)
  if (key === null) return refusal('key', 'no key in base64')
  const hash = sha256Hex(key)
  if (id !== undefined && readBase64(id)?.toString('hex') !== hash)
    return refusal('log_id', 'it is not the SHA-256 of the key')
  const problem = keyProblem(key)
  return problem === null ? { id: hash, key: key.toString('base64') } : refusal('key', problem)
}

/** RFC 6962 2.1.4. */
function keyProblem(spki: Uint8Array): string | null {
  try {
    const reader = new StrictDerReader(spki)
    const read = importSubjectKey(reader, expectTag(reader.root(), tags.sequence, 'key'))
    const bits = read?.key.asymmetricKeyDetails?.modulusLength ?? 0
    if (read?.curve === 'P-256' || (read?.key.asymmetricKeyType === 'rsa' && bits >= 2048)) return null
    return 'a log signs with ECDSA under P-256, or with RSA of 2,048 bits and more'
  } catch (error) {
    if (error instanceof ParseError) return `no public key: ${error.message}`
    throw error
  }
}

/** `{"usable": {"timestamp": "…"}}`. A state that is not known makes the log's state unknown, and not the log. */
function readState(value: unknown): CtLog['state'] | Refusal {
  if (!isObject(value)) return value === undefined ? null : refusal('state', 'no object')
  const told = logStates.filter((one) => value[one] !== undefined)
  const [kind] = told
  if (kind === undefined) return null
  if (told.length > 1) return refusal('state', `${told.join(' and ')} at once`)
  const state = value[kind]
  const since = isObject(state) ? readTime(state.timestamp) : null
  return since === null ? refusal(`state.${kind}.timestamp`, 'no instant') : { kind, since }
}

function readInterval(value: unknown): CtLog['interval'] | Refusal {
  if (value === undefined || value === null) return null
  const from = isObject(value) ? readTime(value.start_inclusive) : null
  const until = isObject(value) ? readTime(value.end_exclusive) : null
  if (from === null || until === null || from >= until) return refusal('temporal_interval', 'no interval')
  return { from, until }
}

function readPrevious(value: unknown): CtLog['previousOperators'] | Refusal {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > 20) return refusal('previous_operators', 'no array of at most 20')
  const read = value.flatMap((one) => {
    const name = isObject(one) ? readText(one.name) : null
    const until = isObject(one) ? readTime(one.end_time) : null
    return name === null || until === null ? [] : [{ name, until }]
  })
  return read.length === value.length ? read : refusal('previous_operators', 'a name and an end are wanted of each')
}
