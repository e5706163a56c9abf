import type { IssuedFact } from '#lib/checks/facts.ts'
import { identityCases } from '#lib/testing/check-cases.ts'
import { digest, identityFacts, inDays, leaf, neverScanned, presenting, svid, workload } from '#lib/testing/facts.ts'
import { rotationIssuedNotServed } from './rotation-issued-not-served.ts'

const issued = (change: Parameters<typeof leaf>[0] = {}, more: Partial<IssuedFact> = {}): IssuedFact => ({
  certificate: leaf({
    sha256: digest('new'),
    serial: '01020304',
    notBefore: inDays(-10),
    notAfter: inDays(80),
    ...change,
  }),
  sources: ['import'],
  seenServed: false,
  issuerSpkiSha256: [],
  publiclyTrusted: null,
  ...more,
})
const old = identityFacts({ endpoints: [presenting(leaf({ notBefore: inDays(-85), notAfter: inDays(5) }))] })

identityCases(rotationIssuedNotServed, {
  pass: {
    'what was issued is what is served': identityFacts({ issued: [issued({ sha256: digest('leaf') })] }),
    'issued two days ago: within the grace of 4.5 days': [
      identityFacts({ issued: [issued({ notBefore: inDays(-2), notAfter: inDays(88) })] }),
      { changesAt: '2026-11-26T00:00:00.050Z' },
    ],
    'an older one that was never used': identityFacts({ issued: [issued({ notBefore: inDays(-40) })] }),
    'another backend serves it, or served it': identityFacts({ issued: [issued({}, { seenServed: true })] }),
    'the precertificate of the one that is served': identityFacts({
      issued: [issued({ serial: leaf().serial }, { sources: ['ct'] })],
    }),
    'an SVID of an hour that was issued since the last scan': identityFacts({
      endpoints: [workload()],
      issued: [issued({ ...svid(), sha256: digest('next'), serial: '0505', notBefore: inDays(-0.001) })],
    }),
  },
  fail: {
    'issued ten days ago': [identityFacts({ issued: [issued()] }), { grade: 'waiting' }],
    'while the old one is about to end': [{ ...old, issued: [issued()] }, { grade: 'urgent' }],
    'issued ten hours ago, with a life of 90 days and scans each hour': [
      identityFacts({ issued: [issued({ notBefore: inDays(-0.5), notAfter: inDays(5) })] }),
      { grade: 'waiting', policy: { scanIntervalSeconds: 3600 } },
    ],
  },
  'not-applicable': {
    'nothing on record': identityFacts({ issued: [] }),
    'only what has ended': identityFacts({ issued: [issued({ notBefore: inDays(-90), notAfter: inDays(-1) })] }),
    'only a CA': identityFacts({
      issued: [issued({ basicConstraints: { ca: true, pathLength: null, critical: true } })],
    }),
  },
  'not-assessed': {
    'nobody looked': identityFacts(),
    'never scanned': identityFacts({ endpoints: [neverScanned()], issued: [issued()] }),
  },
})
