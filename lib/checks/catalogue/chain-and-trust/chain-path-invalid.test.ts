import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, neverScanned, privateStore, refusedTrust, trust } from '#lib/testing/facts.ts'
import type { PathReason } from '#lib/x509/path/reasons.ts'
import { chainPathInvalid } from './chain-path-invalid.ts'

const opined = (opinion: ReturnType<typeof trust>) => endpoint({ at: { tls: { trust: observed(opinion) } } })
const refusing = (...tried: readonly (readonly [last: string, reason: PathReason])[]) =>
  opined(refusedTrust(tried.map(([last, reason]) => ({ sha256: [digest('leaf'), digest(last)], reason }))))

const toRoot = {
  sha256: [digest('leaf'), digest('intermediate'), digest('root')],
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  distrustedFrom: null,
  notes: [],
}

endpointCases(chainPathInvalid, {
  pass: {
    'a path that breaks no rule': endpoint(),
    'a path out of date, which other checks judge': opined(trust({ error: 'expired' })),
    'a sound path beside one that is refused': opined(
      trust({
        verdict: {
          paths: [toRoot],
          refused: [{ sha256: [], fault: { reason: 'name-excluded', at: 0, detail: '' } }],
          exhausted: false,
        },
      }),
    ),
    'until its anchor is distrusted': [
      opined(
        trust({
          verdict: {
            paths: [{ ...toRoot, distrustedFrom: '2026-11-24T00:00:00.000Z' }],
            refused: [],
            exhausted: false,
          },
        }),
      ),
      { changesAt: '2026-11-24T00:00:00.000Z' },
    ],
  },
  fail: {
    'a name that the CA may not certify': [refusing(['root', 'name-not-permitted']), { grade: 'unauthorised' }],
    'an issuer that is no CA': [refusing(['other', 'not-a-ca']), { grade: 'unauthorised' }],
    'only a namesake of the issuer, whose key did not sign': [
      refusing(['root', 'signature-mismatch']),
      { grade: 'unauthorised' },
    ],
    'another purpose': [refusing(['root', 'purpose-not-allowed']), { grade: 'rule' }],
    'the heaviest of two faults counts': [
      refusing(['root', 'purpose-not-allowed'], ['root', 'path-too-long']),
      { grade: 'unauthorised' },
    ],
    'a rule on the way to an anchor, beside a dead end': [
      refusing(['other', 'self-signed-not-anchor'], ['root', 'weak-key']),
      { grade: 'rule' },
    ],
    'a leaf that cannot be read strictly': [
      opined(refusedTrust([{ sha256: [], reason: 'malformed-certificate' }])),
      { grade: 'rule' },
    ],
    'the word of another engine': [opined(trust({ error: 'PERMITTED_VIOLATION' })), { grade: 'rule' }],
  },
  'not-applicable': {
    'no path to an anchor': refusing(['other', 'no-path-to-anchor']),
    'a namesake that did not sign, beside a dead end': refusing(
      ['root', 'signature-mismatch'],
      ['other', 'no-path-to-anchor'],
    ),
    'the only anchor is distrusted': opined(trust({ pathFound: false, error: 'distrusted', path: [] })),
  },
  'not-assessed': {
    'no store': endpoint({ store: null }),
    'another version of the store': endpoint({ store: { ...privateStore, version: 'v2' } }),
    'never scanned': neverScanned(),
  },
})
