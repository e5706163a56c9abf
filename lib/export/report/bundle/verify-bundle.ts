import { createHash } from 'node:crypto'
import { type PublicJwk, readJwkSet, thumbprint } from '#lib/core/jwk.ts'
import { jwsProblems, verifyCompact } from '#lib/core/jws.ts'
import { json } from '../json.ts'
import { type ReadSnapshot, SnapshotReader } from '../snapshot-reader.ts'
import {
  bundledName,
  keysFile,
  type Manifest,
  manifestFile,
  manifestShape,
  manifestType,
  signatureFile,
} from './manifest.ts'
import { BadZip, readZipEntries, type ZipBytes, zipContent } from './read-zip.ts'
import type { ZipEntry } from './zip-records.ts'

/** By what the asker knows the signer; with neither, only the bundle vouches for itself. */
export interface BundlePin {
  readonly keys: readonly PublicJwk[] | null
  /** The key's thumbprint (RFC 7638), which is its id. */
  readonly kid: string | null
}

export type BundleVerdict =
  | {
      readonly intact: true
      readonly manifest: Manifest
      readonly kid: string
      /** Whether the asker named the key, or only the bundle itself does. */
      readonly signer: 'pinned' | 'self-contained'
    }
  | { readonly intact: false; readonly problems: readonly string[] }

/** Manifest, signature and keys are small; nothing larger is held in memory. */
const largestHeld = 1024 * 1024
const mostProblems = 20
const snapshotFile = bundledName(json)

/** Judges a bundle by its own content and the asker's keys; asks nobody else. Only reading may throw. */
export async function verifyBundle(bytes: ZipBytes, pin: BundlePin): Promise<BundleVerdict> {
  try {
    return await judge(bytes, pin)
  } catch (error) {
    if (!(error instanceof BadZip)) throw error
    return { intact: false, problems: [`The archive is not intact: ${error.message}.`] }
  }
}

async function judge(bytes: ZipBytes, pin: BundlePin): Promise<BundleVerdict> {
  const entries = await readZipEntries(bytes)
  const held = async (name: string) => heldText(bytes, entries, name)
  const [manifestText, jws, keysText] = [await held(manifestFile), await held(signatureFile), await held(keysFile)]
  const signed = judgeSignature(jws, manifestText, keysText, pin)
  if ('problem' in signed) return { intact: false, problems: [signed.problem] }
  const manifest = readManifest(manifestText)
  if (manifest === null) return { intact: false, problems: [`${manifestFile} is not the manifest of a bundle.`] }
  const problems = [...listProblems(entries, manifest), ...(await contentProblems(bytes, entries, manifest))]
  if (problems.length > 0) return { intact: false, problems: problems.slice(0, mostProblems) }
  return { intact: true, manifest, ...signed }
}

async function heldText(bytes: ZipBytes, entries: readonly ZipEntry[], name: string): Promise<string> {
  const entry = entries.find((one) => one.name === name)
  if (!entry) throw new BadZip(`${name} is missing`)
  if (entry.size > largestHeld) throw new BadZip(`${name} is too large`)
  const text = Buffer.concat(await Array.fromAsync(zipContent(bytes, entry)))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text)
  } catch {
    throw new BadZip(`${name} is no text`)
  }
}

type Signed = { readonly kid: string; readonly signer: 'pinned' | 'self-contained' } | { readonly problem: string }

function judgeSignature(jws: string, manifest: string, keysText: string, pin: BundlePin): Signed {
  const own = readJwkSet(parsed(keysText))?.keys ?? []
  // A key's id is its thumbprint; under any other id the bundle could pass its own key off as one that was named.
  const candidates = (pin.keys ?? own).filter(({ kid, x }) => kid === thumbprint(x))
  const result = verifyCompact(jws.replace(/\n$/, ''), candidates)
  if (!result.ok) {
    const pinned = result.problem === 'unknown-key' && pin.keys !== null
    return {
      problem: pinned
        ? 'It is signed with a key that is not among those that were given.'
        : `The signature does not hold: ${jwsProblems[result.problem]}`,
    }
  }
  if (result.typ !== manifestType) return { problem: 'What was signed is no manifest of a bundle.' }
  if (!Buffer.from(manifest).equals(result.payload)) return { problem: `${manifestFile} is not what was signed.` }
  if (pin.kid !== null && pin.kid !== result.kid)
    return { problem: `It is signed with the key ${result.kid}, not with the one that was named.` }
  return { kid: result.kid, signer: pin.keys === null && pin.kid === null ? 'self-contained' : 'pinned' }
}

function readManifest(text: string): Manifest | null {
  const read = manifestShape.safeParse(parsed(text))
  return read.success ? read.data : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What the manifest lists and what is there have to be the same. */
function listProblems(entries: readonly ZipEntry[], { files }: Manifest): readonly string[] {
  const listed = new Set(files.map(({ path }) => path))
  const present = new Set(entries.map(({ name }) => name))
  const known = [manifestFile, signatureFile]
  return [
    ...(listed.size < files.length ? ['The manifest lists a file twice.'] : []),
    ...files.filter(({ path }) => !present.has(path)).map(({ path }) => `${path} is missing.`),
    ...entries
      .filter(({ name }) => !listed.has(name) && !known.includes(name))
      .map(({ name }) => `${name} is not in the manifest.`),
  ]
}

async function contentProblems(
  bytes: ZipBytes,
  entries: readonly ZipEntry[],
  manifest: Manifest,
): Promise<readonly string[]> {
  const { files } = manifest
  const problems: string[] = []
  if (!files.some(({ path }) => path === snapshotFile)) problems.push(`${snapshotFile} is not in the manifest.`)
  for (const { path, size, sha256 } of files) {
    const entry = entries.find(({ name }) => name === path)
    if (!entry) continue
    // Before it is unfolded: the signed size is the most that anybody has to read.
    if (entry.size !== size) {
      problems.push(`${path} has another size than the manifest says.`)
      continue
    }
    const hash = createHash('sha256')
    const snapshot = path === snapshotFile ? new SnapshotReader() : null
    for await (const chunk of zipContent(bytes, entry)) {
      hash.update(chunk)
      snapshot?.add(chunk)
    }
    if (hash.digest('hex') !== sha256) problems.push(`${path} is not what the manifest says.`)
    else if (snapshot !== null) problems.push(...snapshotProblems(snapshot.end(), manifest))
  }
  return problems
}

/** Whether the report in the bundle is the frozen one that the manifest names, and not only what was signed beside it. */
function snapshotProblems(read: ReadSnapshot | null, manifest: Manifest): readonly string[] {
  if (read === null) return [`${snapshotFile} is no report of a form that is known here.`]
  const { summary, claimed, computed } = read
  if (computed !== manifest.snapshotSha256 || claimed !== manifest.snapshotSha256)
    return [`${snapshotFile} is not the frozen report that the manifest names: its content gives the hash ${computed}.`]
  const { reportId, name, asOf } = manifest
  return summary.id === reportId && summary.name === name && summary.asOf === asOf
    ? []
    : [`The manifest names another report than ${snapshotFile} is.`]
}
