import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, inDays, neverScanned, rotation } from '#lib/testing/facts.ts'
import { reuseKeyAcrossRotations } from './reuse-key-across-rotations.ts'

const step = (keyReturned: boolean) => rotation(30, { keyReturned })

endpointCases(reuseKeyAcrossRotations, {
  pass: {
    'a new key': endpoint({ rotations: [step(false)] }),
    'a key that came back, and went again': endpoint({
      rotations: [rotation(60, { nextSha256: digest('earlier'), keyReturned: true }), step(false)],
    }),
  },
  fail: { 'an earlier key is back': [endpoint({ rotations: [rotation(60), step(true)] }), { grade: 'returned' }] },
  'not-applicable': { 'the first certificate': endpoint() },
  'not-assessed': {
    'nobody compared': endpoint({ rotations: [rotation(30)] }),
    'never scanned': neverScanned({ rotations: [step(false)] }),
    'not seen of late': endpoint({ rotations: [step(false)], at: { lastSeenAt: new Date(inDays(-9)) } }),
  },
})
