import { sha256, toHex } from '#lib/core/ids.ts'
import { dayMs } from '#lib/core/time.ts'
import { readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import type { Authority, Issued, IssueOptions } from '../certificates.ts'
import { octetString } from './der-writer.ts'
import { generateKeyPair, isRsa, type KeyAlgorithm, type KeyPair, signWith } from './key-pair.ts'

/** What to tell of a log in a list. All that is left out gets the usual, sound value. */
export interface LogOptions {
  readonly name?: string
  readonly algorithm?: KeyAlgorithm
  /** As a list has it: `{ usable: { timestamp } }`; null leaves it out. */
  readonly state?: object | null
  readonly interval?: { readonly start_inclusive: string; readonly end_exclusive: string }
  readonly more?: object
}

/** A CT log of our own: its key, its entry in a list, and the SCTs that it gives. */
export interface TestLog {
  /** SHA-256 of its key in hex. */
  readonly id: string
  readonly key: KeyPair
  /** Its entry under `logs` (RFC 6962) or, `tiled`, under `tiled_logs`. */
  entry(tiled?: boolean): object
  /** Over a certificate as it is. */
  forCertificate(der: Uint8Array, at: Date, extensions?: Uint8Array): Buffer
  /** Over a TBSCertificate without SCTs. */
  forPrecertificate(toBeSigned: Uint8Array, issuerKeySha256: string, at: Date, extensions?: Uint8Array): Buffer
}

export const usableSince = '2020-01-01T00:00:00Z'

export function createLog(options: LogOptions = {}): TestLog {
  const key = generateKeyPair(options.algorithm)
  const id = toHex(sha256(key.spki))
  const sct = (at: Date, entry: Uint8Array, extensions: Uint8Array) => {
    const instant = Buffer.alloc(8)
    instant.writeBigUInt64BE(BigInt(at.getTime()))
    const extra = Buffer.concat([counted(2, extensions)])
    const signature = signWith(key, 'sha256', Buffer.concat([Buffer.of(0, 0), instant, entry, extra]))
    const algorithm = Buffer.of(4, isRsa(key.algorithm) ? 1 : 3)
    return Buffer.concat([Buffer.of(0), Buffer.from(id, 'hex'), instant, extra, algorithm, counted(2, signature)])
  }
  return {
    id,
    key,
    entry: (tiled = false) => {
      const url = `https://${id.slice(0, 8)}.log.test/`
      const state = options.state === undefined ? { usable: { timestamp: usableSince } } : options.state
      return {
        description: options.name ?? `Log ${id.slice(0, 8)}`,
        log_id: Buffer.from(id, 'hex').toString('base64'),
        key: key.spki.toString('base64'),
        ...(tiled ? { submission_url: url, monitoring_url: url } : { url }),
        mmd: tiled ? 60 : 86_400,
        ...(state === null ? {} : { state }),
        ...(options.interval && { temporal_interval: options.interval }),
        ...options.more,
      }
    },
    forCertificate: (der, at, extensions = Buffer.alloc(0)) =>
      sct(at, Buffer.concat([Buffer.of(0, 0), counted(3, der)]), extensions),
    forPrecertificate: (toBeSigned, issuerKeySha256, at, extensions = Buffer.alloc(0)) =>
      sct(
        at,
        Buffer.concat([Buffer.of(0, 1), Buffer.from(issuerKeySha256, 'hex'), counted(3, toBeSigned)]),
        extensions,
      ),
  }
}

/** The text of a list, version 3; operators with their logs. */
export function logList(
  operators: Readonly<Record<string, readonly TestLog[]>>,
  {
    tiled = {},
    ...members
  }: { readonly tiled?: Readonly<Record<string, readonly TestLog[]>>; readonly [member: string]: unknown } = {},
): string {
  const names = [...new Set([...Object.keys(operators), ...Object.keys(tiled)])]
  return JSON.stringify({
    version: '1.0',
    log_list_timestamp: '2026-11-01T00:00:00Z',
    operators: names.map((name) => ({
      name,
      email: [`ct@${name.toLowerCase()}.test`],
      logs: (operators[name] ?? []).map((log) => log.entry()),
      tiled_logs: (tiled[name] ?? []).map((log) => log.entry(true)),
    })),
    ...members,
  })
}

/** SignedCertificateTimestampList (RFC 6962 3.3). */
export function sctVector(scts: readonly Uint8Array[]): Buffer {
  return counted(2, Buffer.concat(scts.map((sct) => counted(2, sct))))
}

/**
 * A leaf that embeds an SCT of each log. They sign the TBSCertificate of a leaf that is the same and was made without
 * SCTs, so nothing of ours has to take them out.
 */
export function issueLogged(
  issuer: Authority,
  logs: readonly TestLog[],
  { at, ...options }: IssueOptions & { readonly at: Date },
): Issued {
  const settled = {
    key: generateKeyPair(),
    serial: 4711n,
    notBefore: at,
    notAfter: new Date(at.getTime() + 90 * dayMs),
    ...options,
  }
  const { toBeSigned } = readChainCertificate(issuer.issue(settled).der)
  const scts = logs.map((log) => log.forPrecertificate(toBeSigned, issuer.spkiSha256, at))
  const value = octetString(sctVector(scts))
  const extension = { oid: '1.3.6.1.4.1.11129.2.4.2', critical: false, value }
  return issuer.issue({ ...settled, extraExtensions: [extension, ...(options.extraExtensions ?? [])] })
}

function counted(octets: 2 | 3, bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(octets)
  length.writeUIntBE(bytes.length, 0, octets)
  return Buffer.concat([length, bytes])
}
