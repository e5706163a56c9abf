import { dayMs } from '#lib/core/time.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { rfc5280 } from '#lib/x509/path/profile.ts'
import { tryReadCrl } from '#lib/x509/revocation/crl.ts'
import { judgeOcsp } from '#lib/x509/revocation/judge-ocsp.ts'
import { judgePathByCrls } from '#lib/x509/revocation/judge-path.ts'
import { type RevocationRules, revocationRules } from '#lib/x509/revocation/rules.ts'
import { contextPrimitive } from '../certificates/der-writer.ts'
import { ocspAnswer } from '../certificates/ocsp-answer.ts'
import { certificateIssuer, invalidityDate, pointName, revocationList } from '../certificates/revocation-list.ts'
import { createRoot } from '../certificates.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const at = Date.now()
const root = createRoot()
const leaf = root.issue({ serial: 1n, notBefore: new Date(at - 2 * dayMs), crlUrls: ['http://a.test/1'] })
const responder = root.issue({ commonName: 'Responder', extendedKeyUsage: ['OCSPSigning'] })
const path = [leaf, root].map(({ der }) => readChainCertificate(der))
const [certificate, issuer] = [readChainCertificate(leaf.der), readChainCertificate(root.der)]
const window = { thisUpdate: new Date(at - dayMs), nextUpdate: new Date(at + dayMs) }
const rules: RevocationRules = { ...revocationRules, conformance: 'note', indirect: true }

const lists = [
  revocationList({ issuer: root, ...window, number: 4, revoked: [{ serial: 5n, reason: 1 }, { serial: 6n }] }),
  revocationList({ issuer: root, ...window, number: 5, deltaBase: 4, revoked: [{ serial: 5n, reason: 8 }] }),
  revocationList({
    issuer: root,
    ...window,
    issuing: [pointName('http://a.test/1'), contextPrimitive(4, Buffer.of(0xff))],
    revoked: [{ serial: 5n, extensions: [certificateIssuer(issuer.subjectDer), invalidityDate(new Date(at))] }],
  }),
]
const response = ocspAnswer({
  issuer: root,
  responder,
  certificates: [responder],
  producedAt: window.thisUpdate,
  nonce: Buffer.alloc(16),
  answers: [{ certificate: leaf, status: 'good', ...window }],
})

/** CRLs and OCSP responses: refused as bytes, or judged; never an exception, and no changed list makes anything GOOD. */
export const revocation: FuzzTarget = {
  corpus: [...lists, response],
  run(input) {
    judgeOcsp({ certificate, issuer, response: input, at, rules })
    const crl = tryReadCrl(input)
    if (crl instanceof ParseError) return
    const [judgement] = judgePathByCrls({ path, others: [], crls: [crl], at, profile: rfc5280, rules })
    const isKnown = lists.some((list) => Buffer.compare(list, input) === 0)
    if (judgement?.status !== 'UNKNOWN' && !isKnown) throw new Error('a list that nobody signed was believed')
    crl.entries.find(Uint8Array.of(5))
  },
}
