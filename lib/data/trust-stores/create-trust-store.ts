import { AppError, type InputProblem } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { readTrustDomain } from '#lib/x509/spiffe-bundle.ts'
import { settleAdvisories } from '../advisories/settle-advisories.ts'
import { audit } from '../audit.ts'
import { recordExposures } from '../records/record-exposures.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { storableText } from '../storable.ts'
import { markEndpointsOfStoresDue, markIdentitiesOfStoresDue } from './mark-stores-due.ts'
import { keysOfUpload, readStoreContent, refuseContent, type StoreUpload } from './read-store-content.ts'
import { writeAnchors } from './write-anchors.ts'

export interface NewTrustStore extends StoreUpload {
  readonly name: string
  /** The date of its content; now where the caller does not know better. */
  readonly asOf?: Date
  readonly version?: string
  readonly publicRoots?: boolean
  /** The SPIFFE trust domain whose bundle this is: its identities answer to it from now on. */
  readonly trustDomain?: string
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
 * Makes a store of an upload. What is no certificate is told as a problem and left out. Throws `forbidden` below admin,
 * `too-large`, `invalid-input` where there is no name or not one certificate, `conflict` where the name or the trust
 * domain is taken.
 */
export async function createTrustStore(
  principal: Principal,
  store: NewTrustStore,
  now: Date = new Date(),
): Promise<CreatedTrustStore> {
  requireRole(principal, 'admin')
  const name = readName(store.name)
  const trustDomain = store.trustDomain === undefined ? null : trustDomainOf(store.trustDomain)
  await recordExposures(principal, keysOfUpload(store), `upload for the trust store ${name}`, now)
  const content = readStoreContent(store, trustDomain)
  const version = store.version ?? content.version ?? now.toISOString()

  return inTransaction(async (tx) => {
    const id = await insert(tx, { ...store, name, trustDomain, version, asOf: store.asOf ?? now })
    if (trustDomain !== null) await markEndpointsOfStoresDue(tx, [id])
    const written = await writeAnchors(tx, id, content.certificates, now)
    const problems = [...content.problems, ...written.unreadable]
    if (written.count === 0) refuseContent(problems)
    if (trustDomain !== null) await markIdentitiesOfStoresDue(tx, [id])
    await settleAdvisories(tx)
    const { privateKeysDropped } = content
    const detail = { name, trustDomain, version, anchors: written.count, privateKeysDropped }
    await audit(tx, principal, 'trust-store.create', { type: 'trust-store', id }, detail)
    return { id, anchors: written.count, privateKeysDropped, problems }
  })
}

function readName(text: string): string {
  const name = storableText(text).trim()
  if (name === '' || name.length > 200) refuse('invalid-input', 'name', 'a name of 1 to 200 characters')
  return name
}

function trustDomainOf(text: string): string {
  const read = readTrustDomain(text)
  return 'name' in read ? read.name : refuse('invalid-input', 'trustDomain', read.problem)
}

interface Row {
  readonly name: string
  readonly trustDomain: string | null
  readonly version: string
  readonly asOf: Date
  readonly publicRoots?: boolean
  readonly source?: 'upload' | 'demo'
}

async function insert(tx: Db, { name, trustDomain, version, asOf, ...store }: Row): Promise<string> {
  const source = store.source ?? (trustDomain === null ? 'upload' : 'spiffe')
  const [created] = await rows<{ id: string }>(
    tx,
    `INSERT INTO trust_store (id, name, source, public_roots, trust_domain, as_of, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
    [newId(), name, source, store.publicRoots ?? false, trustDomain, asOf, storableText(version)],
  )
  if (created) return created.id
  const [taken] = await rows<{ name: string }>(tx, 'SELECT name FROM trust_store WHERE trust_domain = $1', [
    trustDomain,
  ])
  if (taken)
    refuse('conflict', 'trustDomain', `“${taken.name}” is the bundle of this trust domain. Replace its content.`)
  refuse('conflict', 'name', `There is a trust store named “${name}” already.`)
}

function refuse(code: 'conflict' | 'invalid-input', at: string, problem: string): never {
  throw new AppError(code, problem, { problems: [{ at, problem }] })
}
