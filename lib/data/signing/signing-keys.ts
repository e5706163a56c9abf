import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { readEnv } from '#lib/core/env.ts'
import { AppError } from '#lib/core/errors.ts'
import { type PublicJwk, publicJwk } from '#lib/core/jwk.ts'
import type { JwsKey } from '#lib/core/jws.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { remember } from '#lib/core/remember.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { sealKey, unsealKey } from './seal-key.ts'

export interface PublicSigningKey {
  readonly kid: string
  readonly jwk: PublicJwk
  readonly createdAt: Date
  /** From then on it signs no more; what it signed can still be verified. Null for the one that signs. */
  readonly retiredAt: Date | null
}

const jwkSchema: z.ZodType<PublicJwk> = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
})

/** One maker at a time, whichever process asks first. */
const makersLock = `SELECT pg_advisory_xact_lock(hashtext('countersign signing key'))`

/** Opened keys by what opened them: unsealing costs more than signing. */
const opened = new Map<string, KeyObject>()
const openedMost = 8

/**
 * The key that signs statements. It is made where there is none yet, so every installation has one from its first
 * start on. Throws `unavailable` where the installation's secret can't open it.
 */
export async function activeSigningKey(db: Db = pool()): Promise<JwsKey> {
  const held = (await findActive(db)) ?? (await makeFirst(db))
  const secret = installationSecret()
  const memo = memoOf(held.kid, secret)
  const known = opened.get(memo)
  if (known) return { kid: held.kid, privateKey: known }
  const privateKey = unsealKey(held.sealed, held.kid, secret)
  if (!privateKey) {
    throw new AppError(
      'unavailable',
      'The signing key was sealed under another secret than COUNTERSIGN_SECRET of now: an administrator has to rotate it.',
    )
  }
  remember(opened, openedMost, memo, privateKey)
  return { kid: held.kid, privateKey }
}

/** The key that signed last in this process; another process may have rotated it since. */
let last: JwsKey | null = null

/** SQL that tells whether a parameter holds the id of the key that signs now. */
export const isActiveKey = (kid: string) =>
  `${kid}::text = (SELECT id FROM signing_key WHERE retired_at IS NULL ORDER BY created_at DESC, id LIMIT 1)`

/**
 * Puts on record what a key signs, with the key that signed last here and without reading it anew: `record` compares by
 * `isActiveKey` in its own statement, and gives null where the key signs no more; then the one of now is read. Throws
 * `unavailable` as activeSigningKey does.
 */
export async function signWithActive<Recorded>(record: (key: JwsKey) => Promise<Recorded | null>): Promise<Recorded> {
  const before = last !== null && opened.get(memoOf(last.kid, installationSecret())) === last.privateKey ? last : null
  const first = before && (await record(before))
  if (first !== null) return first
  for (let attempt = 0; attempt < rotationsMost; attempt += 1) {
    last = await activeSigningKey()
    const recorded = await record(last)
    if (recorded !== null) return recorded
  }
  throw new AppError('unavailable', 'The signing key was rotated again and again; ask once more.')
}

/** Between reading a key and recording what it signed. */
const rotationsMost = 3

/** Every key that ever signed, the newest first. Public. */
export async function listSigningKeys(db: Db = pool()): Promise<readonly PublicSigningKey[]> {
  const found = await rows<{ jwk: unknown; createdAt: Date; retiredAt: Date | null }>(
    db,
    `SELECT public_jwk AS jwk, created_at AS "createdAt", retired_at AS "retiredAt"
     FROM signing_key ORDER BY created_at DESC, id`,
  )
  return found.map(({ jwk, ...times }) => {
    const read = jwkSchema.parse(jwk)
    return { kid: read.kid, jwk: read, ...times }
  })
}

/** A new key signs from now on; the earlier ones stay public. Gives the new one's id. Throws `forbidden` below admin. */
export async function rotateSigningKey(principal: Principal): Promise<string> {
  requireRole(principal, 'admin')
  return inTransaction(async (tx) => {
    await tx.query(makersLock)
    const retired = await rows<{ id: string }>(
      tx,
      'UPDATE signing_key SET retired_at = now() WHERE retired_at IS NULL RETURNING id',
    )
    const { kid } = await insertKey(tx)
    const replaces = retired.map(({ id }) => id)
    await audit(tx, principal, 'signing-key.rotate', { type: 'signing-key', id: kid }, { replaces })
    return kid
  })
}

interface SealedKey {
  readonly kid: string
  readonly sealed: Buffer
}

async function findActive(db: Db): Promise<SealedKey | undefined> {
  const [held] = await rows<{ kid: string; sealed: Buffer }>(
    db,
    `SELECT id AS kid, sealed_key AS sealed FROM signing_key
     WHERE retired_at IS NULL ORDER BY created_at DESC, id LIMIT 1`,
  )
  return held
}

async function makeFirst(db: Db): Promise<SealedKey> {
  const make = async (tx: Db) => {
    await tx.query(makersLock)
    const held = await findActive(tx)
    if (held) return held
    const made = await insertKey(tx)
    await audit(tx, systemPrincipal, 'signing-key.create', { type: 'signing-key', id: made.kid })
    return made
  }
  return db === pool() ? inTransaction(make) : make(db)
}

async function insertKey(tx: Db): Promise<SealedKey> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const jwk = publicJwk(publicKey)
  const sealed = sealKey(privateKey, jwk.kid, installationSecret())
  // Of the wall clock: two keys made in one transaction still have an order.
  await tx.query(
    'INSERT INTO signing_key (id, public_jwk, sealed_key, created_at) VALUES ($1, $2::jsonb, $3, clock_timestamp())',
    [jwk.kid, storableJson(jwk), sealed],
  )
  return { kid: jwk.kid, sealed }
}

function memoOf(kid: string, secret: string): string {
  return `${kid} ${secret}`
}

function installationSecret(): string {
  const { COUNTERSIGN_SECRET: secret } = readEnv()
  if (!secret) throw new Error('COUNTERSIGN_SECRET is not set; start with `npm start`, which sets it')
  return secret
}
