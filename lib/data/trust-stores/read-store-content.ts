import { AppError, type InputProblem } from '#lib/core/errors.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { type FoundKey, readGuardedBundle, takePrivateKeys } from '#lib/x509/private-keys.ts'
import { readSpiffeBundle, spiffeBundleLimits } from '#lib/x509/spiffe-bundle.ts'

/** Anchors as they come in; both parts count where both are there. */
export interface StoreUpload {
  /** Text: PEM, or a SPIFFE bundle (JWK set) for a store of a trust domain. */
  readonly pem?: string
  /** A file as it is: PEM, DER, PKCS#7, or a SPIFFE bundle. */
  readonly file?: Uint8Array
}

export interface StoreContent {
  /** DER, at least one. */
  readonly certificates: readonly Uint8Array[]
  readonly privateKeysDropped: number
  /** What was left out. */
  readonly problems: readonly InputProblem[]
  /** What the content says of its own version; null where it says nothing. */
  readonly version: string | null
}

export const uploadLimits = { bytes: 16 * 1024 * 1024, anchors: 10_000 } as const

/**
 * Reads an upload; private keys are dropped unread and counted. Throws `too-large`, and `invalid-input` where there is
 * not one certificate.
 */
export function readStoreContent(upload: StoreUpload, trustDomain: string | null): StoreContent {
  const texts = upload.pem === undefined ? [] : [Buffer.from(upload.pem)]
  const given = [...(upload.file === undefined ? [] : [upload.file]), ...texts].filter((part) => !isBlank(part))
  if (given.some((part) => part.byteLength > uploadLimits.bytes)) {
    throw new AppError('too-large', `A bundle may have at most ${uploadLimits.bytes / 1024 / 1024} MiB.`)
  }
  const parts = given.map((part) => (isJson(part) ? readSpiffe(part, trustDomain) : readCertificates(part)))
  const content: StoreContent = {
    certificates: parts.flatMap((part) => part.certificates),
    privateKeysDropped: parts.reduce((sum, part) => sum + part.privateKeysDropped, 0),
    problems:
      given.length === 0 ? [{ at: 'pem', problem: 'the input is empty' }] : parts.flatMap((part) => part.problems),
    version: parts.find((part) => part.version !== null)?.version ?? null,
  }
  if (content.certificates.length === 0) refuseContent(content.problems)
  if (content.certificates.length > uploadLimits.anchors) {
    throw new AppError('too-large', `A store may have at most ${uploadLimits.anchors} anchors.`)
  }
  return content
}

/** Private keys in an upload, by the hashes that name them. */
export function keysOfUpload({ pem = '', file }: StoreUpload): readonly FoundKey[] {
  const ofFile = file === undefined ? [] : readGuardedBundle(file).keys
  return [...takePrivateKeys(pem).keys, ...ofFile]
}

export function refuseContent(problems: readonly InputProblem[]): never {
  throw new AppError('invalid-input', problems[0]?.problem ?? 'There is no certificate in this text.', { problems })
}

function readCertificates(bytes: Uint8Array): StoreContent {
  const { certificates, privateKeysDropped, problems } = readGuardedBundle(bytes)
  return {
    certificates,
    privateKeysDropped,
    problems: problems.map(({ line, problem }) => ({ at: `line ${line}`, problem })),
    version: null,
  }
}

function readSpiffe(bytes: Uint8Array, trustDomain: string | null): StoreContent {
  const nothing = { certificates: [], privateKeysDropped: 0, version: null }
  if (trustDomain === null) {
    const problem = 'this is JSON: a SPIFFE bundle needs the trust domain that it is of'
    return { ...nothing, problems: [{ at: 'trustDomain', problem }] }
  }
  if (bytes.byteLength > spiffeBundleLimits.characters) {
    throw new AppError('too-large', `A SPIFFE bundle may have at most ${spiffeBundleLimits.characters} characters.`)
  }
  try {
    const bundle = readSpiffeBundle(Buffer.from(bytes).toString('utf8'))
    const none = { at: 'keys', problem: 'no certificate: a key with "use": "x509-svid" and "x5c" is wanted' }
    const missing = bundle.certificates.length === 0 && bundle.problems.length === 0 ? [none] : []
    return { ...bundle, problems: [...bundle.problems, ...missing], version: versionText(bundle) }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return { ...nothing, problems: [{ at: 'bundle', problem: error.message }] }
  }
}

/** `sequence 7, refresh every 300 s`: kept with the store, since its publisher tells the content's age by it. */
function versionText(bundle: { readonly sequence: number | null; readonly refreshHintSeconds: number | null }) {
  const words = [
    bundle.sequence === null ? [] : [`sequence ${bundle.sequence}`],
    bundle.refreshHintSeconds === null ? [] : [`refresh every ${bundle.refreshHintSeconds} s`],
  ].flat()
  return words.length === 0 ? null : words.join(', ')
}

function isJson(bytes: Uint8Array): boolean {
  const first = bytes.find((octet) => !blank.has(octet))
  return first === 0x7b
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((octet) => blank.has(octet))
}

const blank = new Set([0x20, 0x09, 0x0a, 0x0d])
