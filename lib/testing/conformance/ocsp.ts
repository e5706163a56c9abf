import { z } from 'zod'
import { readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { judgeOcsp } from '#lib/x509/revocation/judge-ocsp.ts'
import { ocspRequest } from '#lib/x509/revocation/ocsp-request.ts'
import { type RevocationRules, revocationRules } from '#lib/x509/revocation/rules.ts'
import { derFromBase64, judgedRevocation } from './revocation-words.ts'
import { type Judged, runCase, type Suite } from './suite.ts'

const ocspCase = z.object({
  id: z.string(),
  expected_revocation_status: z.enum(['GOOD', 'REVOKED', 'UNKNOWN']),
  ocsp_response: z.string(),
  issuer: z.string(),
  cert: z.string(),
  expected_request: z.string().nullable().optional(),
})

const ocspFile = z.object({
  verify_time: z.string(),
  max_age_seconds: z.number(),
  cases: z.array(ocspCase),
})

/** BoringSSL's OCSP responses; where a case has a request, ours has to be the same to the octet. */
export const ocsp: Suite = function* (content) {
  const { verify_time, max_age_seconds, cases } = ocspFile.parse(content)
  const maxAgeMs = max_age_seconds * 1000
  // The suite's responders sign with SHA-1.
  const rules: RevocationRules = {
    ...revocationRules,
    hashes: new Set([...revocationRules.hashes, 'sha1']),
    maxAgeMs,
    maxAgeOpenMs: maxAgeMs,
    skewMs: 0,
  }
  for (const one of cases)
    yield runCase(one.id, one.expected_revocation_status, () => judge(one, Date.parse(verify_time), rules))
}

function judge(one: z.infer<typeof ocspCase>, at: number, rules: RevocationRules): Judged {
  const issuer = readChainCertificate(derFromBase64(one.issuer))
  const certificate = readChainCertificate(derFromBase64(one.cert), { paddedSerial: true })
  const request = Buffer.from(ocspRequest(certificate, issuer)).toString('base64')
  if (one.expected_request && one.expected_request !== request)
    return { actual: 'other request', reason: `the request is ${request}` }
  return judgedRevocation(judgeOcsp({ certificate, issuer, response: derFromBase64(one.ocsp_response), at, rules }))
}
