import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { enqueueJob } from '../enqueue-job.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { storableJson, storableText } from '../storable.ts'
import { type StoredChange, storedChangeSchema } from './change.ts'
import { nameOf } from './change-words.ts'
import { keySubjects, type Question, readQuestion } from './read-question.ts'

/** Asks; a worker answers. Throws `forbidden` below analyst, `invalid-input`, `not-found` for an advisory. */
export async function createWhatIf(principal: Principal, question: Question): Promise<string> {
  requireRole(principal, 'analyst')
  const { name, change } = await readQuestion(principal, question)
  return inTransaction((tx) => insert(tx, principal, name, change))
}

/**
 * Asks what hangs on a key (SHA-256 of its SPKI, hex): what has no other path is broken by its distrust, and what keeps
 * another one is kept. One question of a key is open at a time. Throws `forbidden` below analyst, `not-found` where no
 * certificate on record carries the key.
 */
export async function askBlastRadius(principal: Principal, spkiSha256: string): Promise<string> {
  requireRole(principal, 'analyst')
  const key = spkiSha256.toLowerCase()
  const keys = await keySubjects([key])
  if (keys[0]?.subject == null) throw new AppError('not-found', 'No certificate on record carries this key.')
  const change = storedChangeSchema.parse({ distrust: [{ spkiSha256: key }], about: { keys, blastRadiusOf: key } })
  return inTransaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`blast-radius ${key}`])
    const [open] = await rows<{ id: string }>(
      tx,
      `SELECT id FROM what_if WHERE change -> 'about' ->> 'blastRadiusOf' = $1 AND status IN ('queued', 'running') LIMIT 1`,
      [key],
    )
    return open?.id ?? insert(tx, principal, '', change)
  })
}

async function insert(tx: Db, principal: Principal, name: string, change: StoredChange): Promise<string> {
  const id = newId()
  const title = storableText(name === '' ? nameOf(change) : name)
  await tx.query(
    `INSERT INTO what_if (id, name, change, status, created_by) VALUES ($1, $2, $3::jsonb, 'queued', $4)`,
    [id, title, storableJson(change), principal.name],
  )
  await audit(tx, principal, 'what-if.create', { type: 'what-if', id }, { name: title })
  await enqueue(tx, id)
  return id
}

async function enqueue(db: Db, id: string): Promise<void> {
  await enqueueJob(db, { name: 'what-if', payload: { id }, key: `what-if-${id}` })
}

/** Puts questions back into the queue that wait for an answer there and that no job is about; gives how many. */
export async function resumeWhatIfs(): Promise<number> {
  const lost = await rows<{ id: string }>(
    pool(),
    `SELECT w.id FROM what_if w WHERE w.status IN ('queued', 'running') AND NOT EXISTS (
       SELECT 1 FROM graphile_worker.jobs j WHERE j.key = 'what-if-' || w.id
          AND (j.locked_at IS NOT NULL OR j.attempts < j.max_attempts))`,
  )
  for (const { id } of lost) await enqueue(pool(), id)
  return lost.length
}
