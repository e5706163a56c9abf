import type { RevocationFact } from '#lib/checks/facts.ts'
import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import {
  digest,
  endpoint,
  inDays,
  intermediate,
  leaf,
  neverScanned,
  presenting,
  svid,
  trust,
  workload,
} from '#lib/testing/facts.ts'
import { revocationRevokedInUse } from './revocation-revoked-in-use.ts'

const list = 'http://crl.example.com/1.crl'
const good: RevocationFact = {
  status: 'good',
  source: 'crl',
  url: list,
  reason: null,
  revokedAt: null,
  thisUpdate: new Date(inDays(-1)),
  nextUpdate: new Date(inDays(1)),
  evidenceSha256: digest('list'),
}
const said = (change: Partial<RevocationFact> = {}): RevocationFact => ({ ...good, ...change })
const revoked = said({ status: 'revoked', revokedAt: new Date(inDays(-1)), reason: 'keyCompromise' })
const justAfter = (at: string) => new Date(Date.parse(at) + 1).toISOString()

const pointing = leaf({ crlUrls: [list] })
const known = (facts: readonly RevocationFact[], of = 'leaf', chain = [pointing, intermediate()]) =>
  endpoint({ at: { chain, revocation: new Map([[digest(of), facts]]) } })

endpointCases(revocationRevokedInUse, {
  pass: {
    'good by fresh, verified evidence': [known([good]), { changesAt: justAfter(inDays(1)) }],
    'good by a staple, while the list is stale': [
      known([
        said({ nextUpdate: new Date(inDays(-1)) }),
        said({ source: 'staple', url: null, nextUpdate: new Date(inDays(3)) }),
      ]),
      { changesAt: justAfter(inDays(3)) },
    ],
    'good by evidence that the policy’s age ends before its own window does': [
      known([said({ nextUpdate: new Date(inDays(30)) })]),
      { policy: { revocationMaxAgeSeconds: 3 * 86_400 }, changesAt: justAfter(inDays(2)) },
    ],
    'good by the younger of two, where the older is too old': [
      known([said({ thisUpdate: new Date(inDays(-20)), nextUpdate: new Date(inDays(20)) }), said({ source: 'ocsp' })]),
      { changesAt: justAfter(inDays(1)) },
    ],
    'a hold that nobody confirms any more is over': known([
      said({ status: 'revoked', reason: 'certificateHold', nextUpdate: new Date(inDays(-1)) }),
      said({ source: 'ocsp' }),
    ]),
    'a revoked issuer, and a path that leads past it': endpoint({
      at: {
        chain: [pointing, intermediate()],
        revocation: new Map([
          [digest('leaf'), [good]],
          [digest('intermediate'), [revoked]],
        ]),
        tls: {
          trust: observed({
            ...trust(),
            verdict: {
              paths: ['intermediate', 'other'].map((one) => ({
                sha256: [digest('leaf'), digest(one), digest('root')],
                validFrom: inDays(-30),
                validUntil: inDays(60),
                distrustedFrom: null,
                notes: [],
              })),
              refused: [],
              exhausted: false,
            },
          }),
        },
      },
    }),
  },
  fail: {
    'revoked, however old the evidence is': [
      known([said({ ...revoked, thisUpdate: new Date(inDays(-300)), nextUpdate: new Date(inDays(-200)) })]),
      { grade: 'revoked', policy: { revocationMaxAgeSeconds: 3600 } },
    ],
    'put on hold by evidence that is older than what may vouch': [
      known([said({ status: 'revoked', reason: 'certificateHold', thisUpdate: new Date(inDays(-11)) })]),
      { grade: 'revoked' },
    ],
    revoked: [known([revoked]), { grade: 'revoked' }],
    'revoked stays revoked when the list is stale': [
      known([said({ ...revoked, nextUpdate: new Date(inDays(-1)) })]),
      { grade: 'revoked' },
    ],
    'any verified source that says so wins': [known([said({ source: 'ocsp' }), revoked]), { grade: 'revoked' }],
    'on hold, as long as the evidence says': [
      known([said({ status: 'revoked', reason: 'certificateHold' })]),
      { grade: 'revoked', changesAt: justAfter(inDays(1)) },
    ],
    'the only issuer is revoked': [
      known([revoked], 'intermediate', [leaf(), intermediate()]),
      { grade: 'issuer-revoked' },
    ],
    'short-lived, and revoked all the same': [
      endpoint({ at: { chain: [svid()], revocation: new Map([[digest('leaf'), [revoked]]]) } }),
      { grade: 'revoked' },
    ],
  },
  'not-applicable': {
    'names no source': endpoint(),
    'short-lived': workload(svid({ crlUrls: [list] })),
  },
  'not-assessed': {
    'good by evidence that nobody renewed for longer than the default age, though it says that it still counts': known([
      said({ thisUpdate: new Date(inDays(-11)), nextUpdate: new Date(inDays(20)) }),
    ]),
    'good by evidence of no date': known([said({ thisUpdate: null })]),
    'names no source, where evidence is required': [presenting(leaf()), { policy: { revocationEvidence: 'required' } }],
    'nothing gathered': presenting(pointing),
    'not fetched yet': known([], 'leaf'),
    'gathering failed': known([said({ status: 'unknown', reason: 'timeout during connect', nextUpdate: null })]),
    'stale evidence is never good': known([said({ nextUpdate: new Date(inDays(-1)) })]),
    'never scanned': neverScanned(),
  },
})
