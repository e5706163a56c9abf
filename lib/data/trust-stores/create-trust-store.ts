import { AppError, type InputProblem } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { readPem } from '#lib/x509/pem.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { storableText } from '../storable.ts'
import { writeAnchors } from './write-anchors.ts'

export interface NewTrustStore {
  readonly name: string
  /** Text with the anchors; private keys in it are dropped unread. */
  readonly pem: string
  /** The date of its content; now where the caller does not know better. */
  readonly asOf?: Date
  readonly version?: string
  readonly publicRoots?: boolean
  readonly source?: 'upload' | 'demo'
}

export interface CreatedTrustStore {
  readonly id: string
  readonly anchors: number
  /** Told to whoever sent them: keys that were sent are known to more than their owner. */
  readonly privateKeysDropped: number
  readonly problems: readonly InputProblem[]
}

/**
 * Makes a store of the certificates in a PEM text. Blocks that are none are told as problems and left out. Throws
 * `forbidden` below admin, `invalid-input` where there is no name or not one certificate, `conflict` where the name
 * is taken.
 */
export async function createTrustStore(
  principal: Principal,
  store: NewTrustStore,
  now: Date = new Date(),
): Promise<CreatedTrustStore> {
  requireRole(principal, 'admin')
  const name = storableText(store.name).trim()
  if (name === '' || name.length > 200) refuse([{ at: 'name', problem: 'a name of 1 to 200 characters' }])
  const pem = readPem(store.pem)
  const problems = pem.problems.map(({ line, problem }): InputProblem => ({ at: `line ${line}`, problem }))
  if (pem.certificates.length === 0) refuse(problems)

  return inTransaction(async (tx) => {
    const [created] = await rows<{ id: string }>(
      tx,
      `INSERT INTO trust_store (id, name, source, public_roots, as_of, version) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (name) DO NOTHING RETURNING id`,
      [
        newId(),
        name,
        store.source ?? 'upload',
        store.publicRoots ?? false,
        store.asOf ?? now,
        store.version ?? now.toISOString(),
      ],
    )
    if (!created) throw new AppError('conflict', `There is a trust store named “${name}” already.`)
    const written = await writeAnchors(tx, created.id, pem.certificates, now)
    const unread = written.unreadable.map(
      ({ sha256, problem }): InputProblem => ({ at: `certificate ${sha256}`, problem }),
    )
    if (written.count === 0) refuse([...problems, ...unread])
    const { privateKeysDropped } = pem
    await audit(
      tx,
      principal,
      'trust-store.create',
      { type: 'trust-store', id: created.id },
      { name, anchors: written.count, privateKeysDropped },
    )
    return { id: created.id, anchors: written.count, privateKeysDropped, problems: [...problems, ...unread] }
  })
}

function refuse(problems: readonly InputProblem[]): never {
  throw new AppError('invalid-input', problems[0]?.problem ?? 'There is no certificate in this text.', { problems })
}
