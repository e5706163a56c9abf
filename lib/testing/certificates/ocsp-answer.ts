import { createHash } from 'node:crypto'
import { readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { keyHash } from '#lib/x509/revocation/certificate-id.ts'
import type { Issued } from '../certificates.ts'
import {
  bitString,
  contextConstructed,
  contextPrimitive,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tlv,
} from './der-writer.ts'
import { extension } from './extensions.ts'
import { signatureAlgorithm, signWith } from './key-pair.ts'

const hashOids = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const

export interface Answer {
  readonly certificate: Issued
  readonly status: 'good' | 'unknown' | { readonly revokedAt: Date; readonly reason?: number }
  readonly thisUpdate: Date
  readonly nextUpdate?: Date
  readonly hash?: keyof typeof hashOids
  readonly extensions?: readonly Buffer[]
}

/** What to put into an OCSP response. All that is left out gets the usual, sound value. */
export interface AnswerOptions {
  readonly issuer: Issued
  /** Who signs and is named; the issuer. */
  readonly responder?: Issued
  readonly byKey?: boolean
  readonly certificates?: readonly Issued[]
  readonly producedAt: Date
  readonly answers: readonly Answer[]
  readonly nonce?: Buffer
  readonly extensions?: readonly Buffer[]
}

/** DER of an OCSP response (RFC 6960 4.2.1). */
export function ocspAnswer(options: AnswerOptions): Buffer {
  const { issuer, responder = issuer, byKey = true, certificates = [], nonce } = options
  const signer = readChainCertificate(responder.der)
  const extensions = [
    ...(nonce ? [extension('1.3.6.1.5.5.7.48.1.2', false, octetString(nonce))] : []),
    ...(options.extensions ?? []),
  ]
  const data = sequence(
    byKey ? contextConstructed(2, octetString(bitsHash(responder, 'sha1'))) : contextConstructed(1, signer.subjectDer),
    generalizedTime(options.producedAt),
    sequence(...options.answers.map((answer) => single(answer, issuer))),
    ...(extensions.length === 0 ? [] : [contextConstructed(1, sequence(...extensions))]),
  )
  const basic = sequence(
    data,
    signatureAlgorithm(responder.key.algorithm, 'sha256'),
    bitString(signWith(responder.key, 'sha256', data)),
    ...(certificates.length === 0 ? [] : [contextConstructed(0, sequence(...certificates.map(({ der }) => der)))]),
  )
  const bytes = sequence(objectIdentifier('1.3.6.1.5.5.7.48.1.1'), octetString(basic))
  return sequence(tlv(0x0a, Buffer.of(0)), contextConstructed(0, bytes))
}

function single(
  { certificate, status, thisUpdate, nextUpdate, hash = 'sha1', extensions = [] }: Answer,
  issuer: Issued,
) {
  const { serialOctets, issuerDer } = readChainCertificate(certificate.der)
  const id = sequence(
    sequence(objectIdentifier(hashOids[hash]), nullValue()),
    octetString(createHash(hash).update(issuerDer).digest()),
    octetString(bitsHash(issuer, hash)),
    tlv(0x02, serialOctets),
  )
  return sequence(
    id,
    statusOf(status),
    generalizedTime(thisUpdate),
    ...(nextUpdate ? [contextConstructed(0, generalizedTime(nextUpdate))] : []),
    ...(extensions.length === 0 ? [] : [contextConstructed(1, sequence(...extensions))]),
  )
}

function statusOf(status: Answer['status']): Buffer {
  if (status === 'good' || status === 'unknown') return contextPrimitive(status === 'good' ? 0 : 2, Buffer.alloc(0))
  const { revokedAt, reason } = status
  const stated = reason === undefined ? [] : [contextConstructed(0, tlv(0x0a, Buffer.of(reason)))]
  return contextConstructed(1, generalizedTime(revokedAt), ...stated)
}

function bitsHash({ der }: Issued, hash: string): Buffer {
  return keyHash(readChainCertificate(der), hash) ?? Buffer.alloc(0)
}

function generalizedTime(at: Date): Buffer {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '')
  return tlv(0x18, Buffer.from(`${digits}Z`))
}
