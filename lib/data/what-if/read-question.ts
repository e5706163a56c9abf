import { z } from 'zod'
import { AppError, type InputProblem } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import { readPem } from '#lib/x509/pem.ts'
import { takePrivateKeys } from '#lib/x509/private-keys.ts'
import { advisoryLimits, readAdvisory } from '../advisories/advisory-file.ts'
import { getAdvisory } from '../advisories/list-advisories.ts'
import { recordExposures } from '../records/record-exposures.ts'
import { rows } from '../sql.ts'
import { type About, type Change, changeSchema, isNothing, mostKeys, type StoredChange } from './change.ts'
import { buffersOf } from './served-chain.ts'

const advisoryField = z
  .strictObject({
    id: z.guid().optional().describe('One that was imported'),
    file: z.string().max(advisoryLimits.characters).optional().describe('The text of its file (docs/advisories.md)'),
    atOnce: z.boolean().default(false).describe('As if the dates of all its keys had come'),
  })
  .refine(({ id, file }) => (id === undefined) !== (file === undefined), 'either `id` or `file`')

/** What may be asked. */
export const questionSchema = z.strictObject({
  name: z.string().max(200).default('').describe('Of the report; what is supposed where absent'),
  change: changeSchema.prefault({}),
  advisory: advisoryField.optional().describe('An advisory whose keys are distrusted, too'),
})

export type Question = z.input<typeof questionSchema>

/**
 * A question, checked against what there is, with the names of what it is about. Private keys beside the anchors that
 * come are dropped. Throws `invalid-input`: an answer to a slip of the pen would say that nothing happens.
 */
export async function readQuestion(
  principal: Principal,
  question: unknown,
): Promise<{ name: string; change: StoredChange }> {
  const parsed = questionSchema.safeParse(question)
  if (!parsed.success) {
    refuse(parsed.error.issues.map(({ path, message }) => ({ at: path.join('.'), problem: message })))
  }
  const { name, change, advisory } = parsed.data
  await recordExposures(principal, takePrivateKeys(change.addAnchors).keys, 'anchors of a what-if')
  const applied = advisory && (await readApplied(principal, advisory))
  const whole: Change = { ...change, distrust: [...change.distrust, ...(applied?.distrust ?? [])] }
  if (whole.distrust.length > mostKeys)
    refuse([{ at: 'change.distrust', problem: `At most ${mostKeys} keys, the advisory’s included.` }])
  if (isNothing(whole)) throw new AppError('invalid-input', 'Nothing is supposed: name at least one change.')
  const store = await storeName(whole.storeId)
  const removed = await removedAnchors(whole)
  const added = addedAnchors(whole.addAnchors)
  const keys = await keySubjects(change.distrust.map(({ spkiSha256 }) => spkiSha256))
  const about: About = {
    store,
    removed,
    added: added.named,
    keys,
    advisory: applied?.told ?? null,
    blastRadiusOf: null,
  }
  return { name: name.trim(), change: { ...whole, addAnchors: added.pem, about } }
}

async function readApplied(
  principal: Principal,
  { id, file, atOnce }: z.output<typeof advisoryField>,
): Promise<{ distrust: Change['distrust']; told: About['advisory'] }> {
  const { title, source, entries } = id === undefined ? readAdvisory(file ?? '') : await getAdvisory(principal, id)
  return {
    distrust: entries.map(({ spkiSha256, effectiveAt }) => ({
      spkiSha256,
      ...(atOnce ? {} : { effectiveAt: effectiveAt.toISOString() }),
    })),
    told: { id: id ?? null, title, source, keys: entries.length, atOnce },
  }
}

async function storeName(id: string | null): Promise<string | null> {
  if (id === null) return null
  const [found] = await rows<{ name: string }>(pool(), 'SELECT name FROM trust_store WHERE id = $1', [id])
  return found?.name ?? refuse([{ at: 'change.storeId', problem: 'There is no such trust store.' }])
}

async function removedAnchors({ storeId, removeAnchors }: Change): Promise<About['removed']> {
  if (removeAnchors.length === 0) return []
  const found = await rows<{ sha256: string; subject: string }>(
    pool(),
    `SELECT DISTINCT encode(c.sha256, 'hex') AS sha256, left(c.subject, 300) AS subject
       FROM trust_anchor a JOIN certificate c ON c.id = a.certificate_id
      WHERE c.sha256 = ANY ($1::bytea[]) AND ($2::uuid IS NULL OR a.trust_store_id = $2) ORDER BY subject`,
    [buffersOf(removeAnchors), storeId],
  )
  const known = new Set(found.map(({ sha256 }) => sha256))
  const problems = removeAnchors.flatMap((sha256, index) =>
    known.has(sha256)
      ? []
      : [
          {
            at: `change.removeAnchors.${index}`,
            problem: `${sha256.slice(0, 16)}… is no anchor of ${storeId === null ? 'any store' : 'this store'}.`,
          },
        ],
  )
  if (problems.length > 0) refuse(problems)
  return found
}

/** Only what can anchor a path is kept. */
function addedAnchors(text: string): { pem: string; named: About['added'] } {
  if (text.trim() === '') return { pem: '', named: [] }
  const { certificates, problems } = readPem(text)
  if (problems.length > 0 || certificates.length === 0) {
    refuse(problems.map(({ line, problem }) => ({ at: 'change.addAnchors', problem: `line ${line}: ${problem}` })))
  }
  const named = certificates.map((der, index) => nameOf(der, index))
  return { pem: certificates.map(toPem).join(''), named }
}

function nameOf(der: Uint8Array, index: number): About['added'][number] {
  const at = 'change.addAnchors'
  const strict = tryReadChainCertificate(der)
  if (strict instanceof ParseError)
    return refuse([{ at, problem: `certificate ${index + 1} can’t anchor a path: ${strict.message}` }])
  return { sha256: strict.sha256, subject: parseCertificate(der).subject.slice(0, 300) }
}

function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** A key may be on no record yet: its subject is null then. */
export async function keySubjects(spkis: readonly string[]): Promise<About['keys']> {
  if (spkis.length === 0) return []
  const found = await rows<{ spki: string; subject: string }>(
    pool(),
    `SELECT DISTINCT ON (spki_sha256) encode(spki_sha256, 'hex') AS spki, left(subject, 300) AS subject
       FROM certificate WHERE spki_sha256 = ANY ($1::bytea[]) ORDER BY spki_sha256, is_ca DESC, not_after DESC`,
    [buffersOf(spkis)],
  )
  const subjects = new Map(found.map(({ spki, subject }) => [spki, subject]))
  return [...new Set(spkis)].map((spkiSha256) => ({ spkiSha256, subject: subjects.get(spkiSha256) ?? null }))
}

function refuse(problems: readonly InputProblem[]): never {
  const [first] = problems
  throw new AppError('invalid-input', first?.problem ?? 'The question can’t be read.', {
    problems: problems.slice(0, 100),
  })
}
