import { publicKeyOf, type SignatureOutcome, verifySignature } from '../path/signature.ts'
import type { CtLog } from './ct-log.ts'
import type { Sct } from './sct.ts'

/** What a log signed: the certificate whole, or the precertificate's TBSCertificate with the hash of its issuer's key. */
export type LogEntry =
  | { readonly kind: 'x509'; readonly der: Uint8Array }
  /** `issuerKeySha256`: of the SubjectPublicKeyInfo, hex. */
  | { readonly kind: 'precertificate'; readonly toBeSigned: Uint8Array; readonly issuerKeySha256: string }

/** RFC 6962 2.1.4: SHA-256 (4) with RSA (1) or ECDSA (3). */
const algorithms = new Map([
  ['4 1', { oid: '1.2.840.113549.1.1.11', parameters: null }],
  ['4 3', { oid: '1.2.840.10045.4.3.2', parameters: null }],
])

/** Whether the log signed this entry with this instant (RFC 6962 3.2). `log` is the one that the SCT names. Never throws. */
export function verifySct(sct: Sct, entry: LogEntry, log: Pick<CtLog, 'id' | 'key'>): SignatureOutcome {
  const algorithm = algorithms.get(`${sct.hash} ${sct.algorithm}`)
  if (algorithm === undefined || sct.logId !== log.id) return 'mismatch'
  const publicKey = publicKeyOf({ publicKey: Buffer.from(log.key, 'base64'), spkiSha256: log.id })
  return verifySignature(signedBy(sct, entry), algorithm, sct.signature, publicKey)
}

/** Version 1, certificate_timestamp, the instant, the entry, the extensions. */
function signedBy({ timestamp, extensions }: Sct, entry: LogEntry): Uint8Array {
  const signed =
    entry.kind === 'x509'
      ? [Buffer.of(0, 0), vector(entry.der, 3)]
      : [Buffer.of(0, 1), Buffer.from(entry.issuerKeySha256, 'hex'), vector(entry.toBeSigned, 3)]
  return Buffer.concat([Buffer.of(0, 0), timestamp, ...signed, vector(extensions, 2)])
}

function vector(bytes: Uint8Array, octets: 2 | 3): Buffer {
  const length = Buffer.alloc(octets)
  length.writeUIntBE(bytes.length, 0, octets)
  return Buffer.concat([length, bytes])
}
