import { z } from 'zod'
import { ParseError } from '#lib/x509/parse-error.ts'
import { readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { tryReadCrl } from '#lib/x509/revocation/crl.ts'
import { judgeCrl } from '#lib/x509/revocation/judge-crl.ts'
import { type RevocationRules, revocationRules } from '#lib/x509/revocation/rules.ts'
import { derFromBase64, judgedRevocation } from './revocation-words.ts'
import { type Judged, runCase, type Suite } from './suite.ts'

const crlCase = z.object({
  id: z.string(),
  expected: z.enum(['GOOD', 'REVOKED', 'UNKNOWN']),
  crl: z.string(),
  issuer: z.string(),
  issuer2: z.string().nullable().optional(),
  cert: z.string(),
})

const crlFile = z.object({
  verify_time: z.string(),
  max_age_seconds: z.number(),
  cases: z.array(crlCase),
})

/** BoringSSL's CRLs: one list, one certificate, one issuer or two of one name that are both trusted. */
export const crl: Suite = function* (content) {
  const { verify_time, max_age_seconds, cases } = crlFile.parse(content)
  const maxAgeMs = max_age_seconds * 1000
  // The suite judges RFC 5280 6.3.3 alone: its lists have neither numbers nor key identifiers.
  const rules: RevocationRules = {
    ...revocationRules,
    conformance: 'note',
    maxAgeMs,
    maxAgeOpenMs: maxAgeMs,
    skewMs: 0,
  }
  for (const one of cases) yield runCase(one.id, one.expected, () => judge(one, Date.parse(verify_time), rules))
}

function judge(one: z.infer<typeof crlCase>, at: number, rules: RevocationRules): Judged {
  const list = tryReadCrl(derFromBase64(one.crl))
  if (list instanceof ParseError) return { actual: 'UNKNOWN', reason: `malformed at ${list.offset}: ${list.message}` }
  const signers = one.issuer2 ? [readChainCertificate(derFromBase64(one.issuer2))] : []
  const issuer = readChainCertificate(derFromBase64(one.issuer))
  const certificate = readChainCertificate(derFromBase64(one.cert))
  return judgedRevocation(judgeCrl({ certificate, issuer, crls: [list], signers: () => signers, at, rules }))
}
