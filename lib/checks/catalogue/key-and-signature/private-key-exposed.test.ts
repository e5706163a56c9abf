import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, inDays } from '#lib/testing/facts.ts'
import { privateKeyExposed } from './private-key-exposed.ts'

const found = {
  spkiSha256: digest('leaf key'),
  location: 'git:deploy/tls.key',
  foundAt: new Date(inDays(-1)),
  foundBy: 'import',
  certificateSha256: digest('leaf'),
  notAfter: new Date(inDays(60)),
}

endpointCases(privateKeyExposed, {
  pass: {
    'a key that is out of use, its certificates ended': endpoint({
      keyExposures: [{ ...found, spkiSha256: digest('earlier key'), notAfter: new Date(inDays(-2)) }],
    }),
  },
  fail: {
    'the key of a valid certificate, until it ends': [
      endpoint({ keyExposures: [found] }),
      { grade: 'usable', changesAt: '2027-01-22T12:00:01.000Z' },
    ],
    'an earlier key whose certificate still stands': [
      endpoint({ keyExposures: [{ ...found, spkiSha256: digest('earlier key') }] }),
      { grade: 'usable' },
    ],
    'the key of what is served after its end': [
      endpoint({ keyExposures: [{ ...found, notAfter: new Date(inDays(-2)) }] }),
      { grade: 'ended' },
    ],
  },
  'not-applicable': 'every key can be found where it should not be',
  'not-assessed': { 'nobody looked': endpoint(), 'nothing found': endpoint({ keyExposures: [] }) },
})
