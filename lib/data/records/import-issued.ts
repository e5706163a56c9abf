import { AppError, type InputProblem } from '#lib/core/errors.ts'
import { sha256Hex } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { readCtEntries } from '#lib/x509/ct-entries.ts'
import { type FoundKey, readGuardedBundle, takePrivateKeys } from '#lib/x509/private-keys.ts'
import { audit } from '../audit.ts'
import { markEndpointsOfDue } from '../evaluation/endpoints-of.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { type CertificateRow, findCertificates, recordCertificates } from '../observations/record-certificates.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { indexable } from '../storable.ts'
import type { IssuedSource } from './issued-filter.ts'
import { keyProblems } from './key-problems.ts'
import { recordExposures } from './record-exposures.ts'

export interface IssuedInput {
  /** PEM, DER or PKCS#7; of source `ct` also log entries as JSON lines. */
  readonly file: Uint8Array
  readonly source: IssuedSource
  /** How the file is called, for the record of private keys. */
  readonly name?: string
  /** Name of the identity that they are for; absent: by their own names. */
  readonly identity?: string
}

/** What became of one certificate. */
export interface IssuedItem {
  readonly sha256: string
  /** Null where it can't be read. */
  readonly certificateId: string | null
  /** `known`: this source had told of it already. */
  readonly outcome: 'recorded' | 'known' | 'unreadable'
  readonly problem: string | null
  readonly identityId: string | null
  readonly identity: string | null
}

export interface ImportedIssued {
  readonly recorded: number
  readonly known: number
  readonly unreadable: number
  readonly privateKeysDropped: number
  readonly items: readonly IssuedItem[]
  readonly problems: readonly InputProblem[]
}

export const issuedLimits = { bytes: 16 * 1024 * 1024, certificates: 5000 } as const

/** As many as one transaction takes: whoever scans meanwhile waits for as long. */
const atOnce = 500

/**
 * Puts on record that certificates were issued. Each is told of by itself; private keys beside them are dropped, and
 * recorded by their hashes. Throws `forbidden` below analyst, `too-large`, `not-found` for an identity that there is not,
 * `invalid-input` where there is not one certificate.
 */
export async function importIssued(
  principal: Principal,
  input: IssuedInput,
  now: Date = new Date(),
): Promise<ImportedIssued> {
  requireRole(principal, 'analyst')
  if (input.file.byteLength > issuedLimits.bytes)
    throw new AppError('too-large', `An import may have at most ${issuedLimits.bytes / 1024 / 1024} MiB.`)
  const { ders, keys, problems } = readFile(input)
  await recordExposures(principal, keys, input.name ?? `issued certificates (${input.source})`, now)
  if (ders.size === 0)
    throw new AppError('invalid-input', problems[0]?.problem ?? 'There is no certificate in it.', { problems })
  if (ders.size > issuedLimits.certificates)
    throw new AppError('too-large', `An import may have at most ${issuedLimits.certificates} certificates.`)
  const items: IssuedItem[] = []
  const all = [...ders]
  for (let at = 0; at < all.length; at += atOnce) {
    const part = new Map(all.slice(at, at + atOnce))
    items.push(...(await inTransaction((tx) => recordPart(tx, principal, input, part, now))))
  }
  await markEndpointsOfDue(
    items.flatMap(({ identityId }) => identityId ?? []),
    now,
  )
  const count = (outcome: IssuedItem['outcome']) => items.filter((item) => item.outcome === outcome).length
  return {
    recorded: count('recorded'),
    known: count('known'),
    unreadable: count('unreadable'),
    privateKeysDropped: keys.length,
    items,
    problems,
  }
}

interface ReadFile {
  /** By SHA-256 in hex. */
  readonly ders: ReadonlyMap<string, Uint8Array>
  readonly keys: readonly FoundKey[]
  readonly problems: readonly InputProblem[]
}

function readFile({ file, source }: IssuedInput): ReadFile {
  const told = (problems: readonly { line: number; problem: string }[]) =>
    problems.slice(0, 200).map(({ line, problem }) => ({ at: `line ${line}`, problem }))
  const byHash = (ders: readonly Uint8Array[]) => new Map(ders.map((der) => [sha256Hex(der), der]))
  const text = source === 'ct' ? Buffer.from(file).toString('utf8').trimStart() : ''
  if (text.startsWith('{')) {
    const { keys } = takePrivateKeys(text)
    const { entries, problems } = readCtEntries(text)
    return { ders: byHash(entries.map(({ der }) => der)), keys, problems: told([...keyProblems(keys), ...problems]) }
  }
  const { certificates, keys, problems } = readGuardedBundle(file)
  return { ders: byHash(certificates), keys, problems: told([...keyProblems(keys), ...problems]) }
}

async function recordPart(
  tx: Db,
  principal: Principal,
  input: IssuedInput,
  ders: ReadonlyMap<string, Uint8Array>,
  now: Date,
): Promise<IssuedItem[]> {
  const { known, unreadable } = await recordOnce(tx, ders, now)
  const certificates = [...known.values()]
  const identities = await identitiesOf(tx, certificates, input.identity)
  const written = await rows<{ id: string }>(
    tx,
    `INSERT INTO issued_certificate (certificate_id, source, identity_id, recorded_at, recorded_by)
     SELECT id, $3, identity_id, $4, $5 FROM unnest($1::uuid[], $2::uuid[]) AS t(id, identity_id) ORDER BY id
     ON CONFLICT (certificate_id, source) DO UPDATE SET identity_id = EXCLUDED.identity_id
       WHERE EXCLUDED.identity_id IS NOT NULL AND issued_certificate.identity_id IS NULL
     RETURNING certificate_id AS id`,
    [
      certificates.map(({ id }) => id),
      certificates.map(({ id }) => identities.get(id)?.id ?? null),
      input.source,
      now,
      indexable(principal.name),
    ],
  )
  const fresh = new Set(written.map(({ id }) => id))
  const identityIds = [...new Set(written.flatMap(({ id }) => identities.get(id)?.id ?? []))]
  if (written.length > 0) {
    const detail = { source: input.source, certificates: written.length, identities: identityIds.length }
    await audit(tx, principal, 'issued-certificate.record', { type: 'issued-certificate', id: null }, detail)
    await judgeOrMarkDue(tx, { endpointIds: [], identityIds }, now)
  }
  return [...ders.keys()].map((sha256): IssuedItem => {
    const row = known.get(sha256)
    if (row === undefined) {
      const problem = unreadable.get(sha256)?.problem ?? 'it can’t be read'
      return { sha256, certificateId: null, outcome: 'unreadable', problem, identityId: null, identity: null }
    }
    const identity = identities.get(row.id)
    const outcome = fresh.has(row.id) ? 'recorded' : 'known'
    return {
      ...{ sha256, certificateId: row.id, outcome, problem: null },
      ...{ identityId: identity?.id ?? null, identity: identity?.name ?? null },
    }
  })
}

/** What scans saw already stays as they saw it: a record is no sighting. */
async function recordOnce(tx: Db, ders: ReadonlyMap<string, Uint8Array>, now: Date) {
  const known = await findCertificates(tx, [...ders.keys()])
  const fresh = new Map([...ders].filter(([hash]) => !known.has(hash)))
  const recorded = await recordCertificates(tx, fresh, now)
  return { known: new Map([...known, ...recorded.known]), unreadable: recorded.unreadable }
}

interface Named {
  readonly id: string
  readonly name: string
}

/** The identity that was named; else the one whose name stands in the certificate, exactly. By certificate. */
async function identitiesOf(
  tx: Db,
  certificates: readonly CertificateRow[],
  named: string | undefined,
): Promise<ReadonlyMap<string, Named>> {
  if (named !== undefined) {
    const [identity] = await rows<{ id: string; name: string }>(tx, 'SELECT id, name FROM identity WHERE name = $1', [
      named,
    ])
    if (!identity) throw new AppError('not-found', 'There is no identity of this name.')
    return new Map(certificates.map(({ id }) => [id, identity]))
  }
  const found = await rows<{ certificateId: string; id: string; name: string }>(
    tx,
    `SELECT DISTINCT ON (n.certificate_id) n.certificate_id AS "certificateId", i.id, i.name
       FROM certificate_name n JOIN identity i ON i.retired_at IS NULL
        AND ((i.kind = 'dns' AND n.kind = 'dns' AND lower(n.value) = i.name) OR (i.kind = 'spiffe' AND n.kind = 'uri' AND n.value = i.name))
      WHERE n.certificate_id = ANY ($1::uuid[]) ORDER BY n.certificate_id, i.kind DESC, i.name`,
    [certificates.map(({ id }) => id)],
  )
  return new Map(found.map(({ certificateId, ...identity }) => [certificateId, identity]))
}
