import { readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import type { Issued } from '../certificates.ts'
import {
  bitString,
  contextConstructed,
  contextPrimitive,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  time,
  tlv,
} from './der-writer.ts'
import { extension, keyIdOf } from './extensions.ts'
import { type KeyPair, type SignatureHash, signatureAlgorithm, signWith } from './key-pair.ts'

export interface Revoked {
  readonly serial: bigint
  readonly at?: Date
  /** CRLReason by number. */
  readonly reason?: number
  /** Whole entry extensions beside the reason. */
  readonly extensions?: readonly Buffer[]
}

/** What to put into a CRL. All that is left out gets the usual, sound value. */
export interface ListOptions {
  /** Whose name it bears, and whose key signs unless another is given. */
  readonly issuer: Issued
  readonly key?: KeyPair
  readonly thisUpdate: Date
  readonly nextUpdate?: Date
  readonly revoked?: readonly Revoked[]
  /** Content of revokedCertificates as it stands, in place of `revoked`. */
  readonly entries?: Buffer
  /** Null leaves the extension out. */
  readonly number?: number | null
  readonly deltaBase?: number
  /** Fields of the issuingDistributionPoint. */
  readonly issuing?: readonly Buffer[]
  /** Whole extensions beside these. */
  readonly extensions?: readonly Buffer[]
  readonly version?: 1 | 2
  readonly hash?: SignatureHash
}

/** DER of a CRL (RFC 5280 5.1). */
export function revocationList(options: ListOptions): Buffer {
  const { issuer, key = issuer.key, hash = 'sha256', version = 2, nextUpdate } = options
  const entries = options.entries ?? Buffer.concat((options.revoked ?? []).map(revokedEntry))
  const algorithm = signatureAlgorithm(key.algorithm, hash)
  const tbs = sequence(
    ...(version === 2 ? [integer(1)] : []),
    algorithm,
    readChainCertificate(issuer.der).subjectDer,
    time(options.thisUpdate),
    ...(nextUpdate ? [time(nextUpdate)] : []),
    ...(entries.length > 0 ? [sequence(entries)] : []),
    ...(version === 2 ? extensionsField(options, key) : []),
  )
  return sequence(tbs, algorithm, bitString(signWith(key, hash, tbs)))
}

function extensionsField({ number = 1, deltaBase, issuing, extensions = [] }: ListOptions, key: KeyPair): Buffer[] {
  const list = [
    extension('2.5.29.35', false, sequence(contextPrimitive(0, keyIdOf(key)))),
    ...(number === null ? [] : [extension('2.5.29.20', false, integer(number))]),
    ...(deltaBase === undefined ? [] : [extension('2.5.29.27', true, integer(deltaBase))]),
    ...(issuing ? [extension('2.5.29.28', true, sequence(...issuing))] : []),
    ...extensions,
  ]
  return list.length === 0 ? [] : [contextConstructed(0, sequence(...list))]
}

export function revokedEntry({
  serial,
  at = new Date('2026-01-01T00:00:00Z'),
  reason,
  extensions = [],
}: Revoked): Buffer {
  const list = [
    ...(reason === undefined ? [] : [extension('2.5.29.21', false, tlv(0x0a, Buffer.of(reason)))]),
    ...extensions,
  ]
  return sequence(integer(serial), time(at), ...(list.length === 0 ? [] : [sequence(...list)]))
}

/** DistributionPointName with one URI; `[0]` of a distribution point or of an issuing one. */
export function pointName(url: string): Buffer {
  return contextConstructed(0, contextConstructed(0, contextPrimitive(6, Buffer.from(url))))
}

/** The same with one RDN below the name of the CRL's issuer. */
export function relativePointName(oid: string, value: Buffer): Buffer {
  return contextConstructed(0, contextConstructed(1, sequence(objectIdentifier(oid), value)))
}

/** GeneralNames with one directory name, without their own tag. */
export function directoryName(name: Uint8Array): Buffer {
  return contextConstructed(4, name)
}

/** The extension certificateIssuer of an entry. */
export function certificateIssuer(name: Uint8Array): Buffer {
  return extension('2.5.29.29', true, sequence(directoryName(name)))
}

/** The extension invalidityDate of an entry. */
export function invalidityDate(at: Date): Buffer {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '')
  return sequence(objectIdentifier('2.5.29.24'), octetString(tlv(0x18, Buffer.from(`${digits}Z`))))
}
