import { isDeepStrictEqual } from 'node:util'
import { dayMs } from '#lib/core/time.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { readLoggedCertificate } from '#lib/x509/transparency/logged-certificate.ts'
import { readLogList } from '#lib/x509/transparency/read-log-list.ts'
import { type SignedTimestamp, signedTimestamps } from '#lib/x509/transparency/signed-timestamps.ts'
import { stapledScts } from '#lib/x509/transparency/stapled-scts.ts'
import { createLog, issueLogged, logList, sctVector } from '../certificates/ct-log.ts'
import { octetString } from '../certificates/der-writer.ts'
import { extension } from '../certificates/extensions.ts'
import { ocspAnswer } from '../certificates/ocsp-answer.ts'
import { createRoot } from '../certificates.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const at = new Date(Date.now() - dayMs)
const root = createRoot()
const issuing = root.intermediate()
const log = createLog()
const leaf = issueLogged(issuing, [log], { at, dns: ['a.test'], serial: 1n })
const { precertificate } = readLoggedCertificate(leaf.der)
const sct = log.forCertificate(leaf.der, at)
const list = octetString(sctVector([sct]))
const extensions = [extension('1.3.6.1.4.1.11129.2.4.5', false, list)]
const answers = [{ certificate: leaf, status: 'good', thisUpdate: at, extensions } as const]
const staple = ocspAnswer({ issuer: issuing, producedAt: at, answers })
const file = logList({ Alpha: [log] })
const logs = new Map(readLogList(file).logs.map((one) => [one.id, one]))

/**
 * Logged certificates, SCTs, staples that hold some, and lists of logs: nothing is thrown but ParseError by the list, and
 * no log is believed to have signed what it did not.
 */
export const transparency: FuzzTarget = {
  corpus: [leaf.der, sct, staple, Buffer.from(file)],
  run(input) {
    const issuerKeySha256 = issuing.spkiSha256
    const embedded = signedTimestamps({ der: input, issuerKeySha256, handshake: [], staple: [] }, logs)
    const stapled = stapledScts(input, '01')
    const beside = signedTimestamps({ der: leaf.der, issuerKeySha256, handshake: [input], staple: stapled }, logs)
    const [own, handshake, ...inStaple] = beside
    const isSct = sct.equals(input)
    if (own && !isVerified(own)) throw new Error('the SCT that was not changed is not verified')
    if (handshake && isVerified(handshake) !== isSct) throw new Error('an SCT that was changed is verified')
    if (inStaple.some((one, index) => isVerified(one) !== (stapled[index] !== undefined && sct.equals(stapled[index]))))
      throw new Error('a stapled SCT that was changed is verified')
    if (embedded.some(isVerified) && !isDeepStrictEqual(readLoggedCertificate(input).precertificate, precertificate))
      throw new Error('an SCT of a certificate that was changed is verified')
    tryList(input)
  },
}

function isVerified({ signature }: SignedTimestamp): boolean {
  return signature === 'verified'
}

function tryList(input: Uint8Array): void {
  try {
    readLogList(Buffer.from(input).toString('utf8'))
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
  }
}
