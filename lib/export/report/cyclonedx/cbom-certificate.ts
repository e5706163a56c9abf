import type { CertificateRow } from '#lib/compliance/report-snapshot.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { filled } from '../json-pieces.ts'
import { keyAlgorithm, signatureAlgorithm } from './algorithm.ts'

export function certificateRef(sha256: string): string {
  return `certificate:${sha256}`
}

export function keyRef(spkiSha256: string): string {
  return `key:${spkiSha256}`
}

export interface CbomProperty {
  readonly name: string
  readonly value: string
}

/** Under the product's own prefix. */
export function cbomProperties(
  values: Readonly<Record<string, string | number | boolean | null>>,
): readonly CbomProperty[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [{ name: `countersign:${name}`, value: escapeUnsafe(String(value)) }],
  )
}

/** A certificate with its names, its state at the report's instant, and where it was served. */
export function certificateComponent(row: CertificateRow, asOf: string): unknown {
  return {
    type: 'cryptographic-asset',
    'bom-ref': certificateRef(row.sha256),
    name: escapeUnsafe(row.subject) || row.sha256,
    cryptoProperties: {
      assetType: 'certificate',
      certificateProperties: {
        serialNumber: row.serial,
        subjectName: escapeUnsafe(row.subject),
        issuerName: escapeUnsafe(row.issuer),
        notValidBefore: row.notBefore,
        notValidAfter: row.notAfter,
        certificateFormat: 'X.509',
        fingerprint: { alg: 'SHA-256', content: row.sha256 },
        certificateState: [stateOf(row, asOf)],
        ...filled('certificateExtensions', extensions(row)),
        relatedCryptographicAssets: [
          { type: 'algorithm', ref: signatureAlgorithm(row.signatureAlgorithm).ref },
          { type: 'publicKey', ref: keyRef(row.spkiSha256) },
        ],
      },
    },
    ...(row.servedAt.length === 0
      ? {}
      : { evidence: { occurrences: row.servedAt.map((place) => ({ location: escapeUnsafe(place) })) } }),
    properties: cbomProperties({ ca: row.isCa, 'self-signed': row.selfSigned }),
  }
}

/** The schema has no state for what is merely over. */
function stateOf({ notBefore, notAfter }: CertificateRow, asOf: string): Readonly<Record<string, string>> {
  const at = Date.parse(asOf)
  if (at < Date.parse(notBefore)) return { state: 'pre-activation', reason: `not valid before ${notBefore}` }
  if (at > Date.parse(notAfter)) return { name: 'expired', reason: `not valid after ${notAfter}` }
  return { state: 'active', reason: `within its dates at ${asOf}` }
}

function extensions({ names, keyUsage, extKeyUsage, isCa }: CertificateRow): readonly unknown[] {
  const texts: readonly (readonly [string, string | null])[] = [
    ['basicConstraints', `CA:${isCa ? 'TRUE' : 'FALSE'}`],
    ['subjectAlternativeName', names.length === 0 ? null : names.map(escapeUnsafe).join(', ')],
    ['keyUsage', keyUsage?.join(', ') ?? null],
    ['extendedKeyUsage', extKeyUsage?.join(', ') ?? null],
  ]
  return texts.flatMap(([name, value]) =>
    value === null ? [] : [{ commonExtensionName: name, commonExtensionValue: value }],
  )
}

/** The public key that it carries; nothing private is ever on record. */
export function keyComponent(row: CertificateRow): unknown {
  const algorithm = keyAlgorithm(row)
  return {
    type: 'cryptographic-asset',
    'bom-ref': keyRef(row.spkiSha256),
    name: `${algorithm.name} public key ${row.spkiSha256.slice(0, 16)}`,
    cryptoProperties: {
      assetType: 'related-crypto-material',
      relatedCryptoMaterialProperties: {
        type: 'public-key',
        id: row.spkiSha256,
        ...(row.keyBits === null ? {} : { size: row.keyBits }),
        format: 'SubjectPublicKeyInfo',
        fingerprint: { alg: 'SHA-256', content: row.spkiSha256 },
        relatedCryptographicAssets: [{ type: 'algorithm', ref: algorithm.ref }],
      },
    },
  }
}
