import { randomBytes } from 'node:crypto'
import { sha256, toHex } from '#lib/core/ids.ts'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { bitString, contextConstructed, integer, sequence, time } from './certificates/der-writer.ts'
import { distinguishedName } from './certificates/distinguished-name.ts'
import { extensionList, keyIdOf } from './certificates/extensions.ts'
import type { IssueOptions } from './certificates/issue-options.ts'
import { generateKeyPair, type KeyPair, signatureAlgorithm, signWith } from './certificates/key-pair.ts'

export type { IssueOptions } from './certificates/issue-options.ts'
export { generateKeyPair, type KeyAlgorithm, type KeyPair } from './certificates/key-pair.ts'

export interface Issued {
  readonly der: Buffer
  /** The certificate alone. */
  readonly pem: string
  /** Lower-case hex. */
  readonly sha256: string
  readonly spkiSha256: string
  readonly key: KeyPair
  /** The private key, PKCS#8. */
  readonly keyPem: string
}

export interface Authority extends Issued {
  /** A leaf, unless the options say otherwise. */
  issue(options?: IssueOptions): Issued
  intermediate(options?: IssueOptions): Authority
}

/** A root with its key: signs itself, 10 years. */
export function createRoot(options: IssueOptions = {}): Authority {
  const settled = { commonName: 'Test Root CA', ca: true, notAfter: after(3650), ...options }
  return authority(settled, assemble(settled, null))
}

/** A leaf that signs itself: what a service makes when nobody gives it a certificate. */
export function selfSigned(options: IssueOptions = {}): Issued {
  return assemble(options, null).issued
}

interface Signer {
  readonly name: Buffer
  readonly key: KeyPair
}

interface Assembled {
  readonly issued: Issued
  readonly name: Buffer
}

function authority(options: IssueOptions, { issued, name }: Assembled): Authority {
  const signer: Signer = { name, key: issued.key }
  return {
    ...issued,
    issue: (leaf = {}) => assemble(leaf, signer).issued,
    intermediate: (below = {}) => {
      const settled = {
        commonName: 'Test Intermediate CA',
        ca: true,
        notAfter: options.notAfter !== undefined && options.notAfter < after(1825) ? options.notAfter : after(1825),
        ...below,
      }
      return authority(settled, assemble(settled, signer))
    },
  }
}

/** Builds and signs a certificate; without a signer its own key signs. */
function assemble(options: IssueOptions, signer: Signer | null): Assembled {
  const key = options.key ?? generateKeyPair(options.keyAlgorithm)
  const name = distinguishedName(subjectOf(options))
  const issuer = signer ?? { name, key }
  const hash = options.signatureHash ?? 'sha256'
  const inner = signatureAlgorithm(issuer.key.algorithm, hash)
  const fields = [
    ...(options.version === 1 ? [] : [contextConstructed(0, integer(2))]),
    integer(options.serial ?? BigInt(`0x${toHex(randomBytes(15))}`) + 1n),
    inner,
    issuer.name,
    sequence(time(options.notBefore ?? new Date(Date.now() - hourMs)), time(options.notAfter ?? after(90))),
    name,
    key.spki,
    ...(options.version === 1 ? [] : [extensionsField(options, key, signer)]),
  ]
  const tbs = sequence(...(options.alter?.(fields) ?? fields))
  const outer = signatureAlgorithm(issuer.key.algorithm, options.outerSignatureHash ?? hash)
  const signature = signWith(issuer.key, hash, tbs)
  if (options.corruptSignature === true) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1
  return { issued: issuedFrom(sequence(tbs, outer, bitString(signature)), key), name }
}

function extensionsField(options: IssueOptions, key: KeyPair, signer: Signer | null): Buffer {
  const extensions = extensionList({
    options,
    key,
    isCa: options.ca !== undefined && options.ca !== false,
    issuerKeyId: keyIdOf(signer?.key ?? key),
    subjectIsEmpty: subjectOf(options).length === 0,
  })
  return contextConstructed(3, sequence(...extensions))
}

/** The subject given, else the common name, else the first DNS name, else none (as SPIFFE SVIDs have it). */
function subjectOf(options: IssueOptions): NonNullable<IssueOptions['subject']> {
  const commonName = options.commonName ?? options.dns?.[0]
  return options.subject ?? (commonName === undefined ? [] : [['CN', commonName]])
}

function issuedFrom(der: Buffer, key: KeyPair): Issued {
  const lines = der.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')
  return {
    der,
    pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    sha256: toHex(sha256(der)),
    spkiSha256: toHex(sha256(key.spki)),
    key,
    keyPem: key.pem,
  }
}

function after(days: number): Date {
  return new Date(Date.now() + days * dayMs)
}
