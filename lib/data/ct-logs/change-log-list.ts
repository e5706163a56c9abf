import { AppError, type InputProblem } from '#lib/core/errors.ts'
import { newId, sha256 } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { logListLimits, type ReadLogList, readLogList } from '#lib/x509/transparency/read-log-list.ts'
import { audit } from '../audit.ts'
import { guardText } from '../records/record-exposures.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { indexable, storableJson, storableText } from '../storable.ts'
import { markStoresDue } from '../trust-stores/mark-stores-due.ts'

export interface NewLogList {
  /** The text of the list, byte for byte. */
  readonly file: string
  /** Where it was fetched, for people. */
  readonly source?: string
}

export interface SavedLogList {
  readonly id: string
  readonly version: string
  readonly asOf: Date
  readonly logs: number
  /** False: this very file is on record, and nothing was changed. */
  readonly changed: boolean
  /** What was left out of it. */
  readonly problems: readonly InputProblem[]
}

interface HeldList {
  id: string
  version: string
  asOf: Date
  sha256: Buffer
}

/**
 * Makes an uploaded list of CT logs the one that counts, in place of the one before. All that answers to public roots is
 * judged anew; nothing is scanned. Throws `forbidden` below admin, `too-large`, `invalid-input` where it is no list or
 * names not one usable log, `conflict` where the list on record is a later one.
 */
export async function saveLogList(
  principal: Principal,
  { file, source }: NewLogList,
  now: Date = new Date(),
): Promise<SavedLogList> {
  requireRole(principal, 'admin')
  if (file.length > logListLimits.characters)
    throw new AppError('too-large', `A list may have at most ${logListLimits.characters} characters.`)
  const { text } = await guardText(principal, file, 'list of CT logs')
  const list = read(text)
  const asOf = list.asOf === null ? now : new Date(list.asOf)
  const hash = sha256(text)
  return inTransaction(async (tx) => {
    const before = await lockList(tx)
    const told = { logs: list.logs.length, problems: list.problems }
    if (before?.sha256.equals(hash))
      return { id: before.id, version: before.version, asOf: before.asOf, changed: false, ...told }
    if (before && asOf < before.asOf) refuseOlder(before.asOf)
    const id = newId(now.getTime())
    const version = storableText(list.version ?? asOf.toISOString())
    await tx.query('DELETE FROM ct_log_list')
    await tx.query(
      `INSERT INTO ct_log_list (id, version, as_of, source, sha256, logs, uploaded_at, uploaded_by)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)`,
      [id, version, asOf, sourceText(source), hash, storableJson(list.logs), now, indexable(principal.name)],
    )
    await markPublicDue(tx)
    const detail = { version, asOf, sha256: hash.toString('hex'), before: before?.version ?? null, logs: told.logs }
    await audit(tx, principal, 'ct-log-list.upload', { type: 'ct-log-list', id }, detail)
    return { id, version, asOf, changed: true, ...told }
  })
}

/** Takes the list away: SCTs are only counted then. Throws `forbidden` below admin, `not-found` where there is none. */
export async function removeLogList(principal: Principal): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const before = await lockList(tx)
    if (before === null) throw new AppError('not-found', 'There is no list of CT logs on record')
    await tx.query('DELETE FROM ct_log_list')
    await markPublicDue(tx)
    const { id, version } = before
    await audit(tx, principal, 'ct-log-list.remove', { type: 'ct-log-list', id }, { version })
  })
}

function read(text: string): ReadLogList {
  try {
    return readLogList(text)
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    const { message: problem } = error
    throw new AppError('invalid-input', `This is no list of CT logs: ${problem}.`, {
      problems: [{ at: 'file', problem }],
    })
  }
}

function refuseOlder(asOf: Date): never {
  const problem = `The list on record is of ${asOf.toISOString()}, which is later. Remove it first where you mean this one.`
  throw new AppError('conflict', problem, { problems: [{ at: 'file', problem }] })
}

function sourceText(source: string | undefined): string | null {
  const text = source === undefined ? '' : indexable(source).trim()
  return text === '' ? null : text
}

/** Of two uploads at once the later sees what the first did. */
async function lockList(tx: Db): Promise<HeldList | null> {
  await tx.query('LOCK TABLE ct_log_list IN SHARE ROW EXCLUSIVE MODE')
  const [held] = await rows<{ [Key in keyof HeldList]: HeldList[Key] }>(
    tx,
    'SELECT id, version, as_of AS "asOf", sha256 FROM ct_log_list',
  )
  return held ?? null
}

/** SCTs matter where certificates are publicly trusted. */
async function markPublicDue(tx: Db): Promise<void> {
  const stores = await rows<{ id: string }>(tx, 'SELECT id FROM trust_store WHERE public_roots ORDER BY id')
  await markStoresDue(
    tx,
    stores.map(({ id }) => id),
  )
}
