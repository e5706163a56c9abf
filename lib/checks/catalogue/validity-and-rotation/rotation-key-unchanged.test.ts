import { identityCases } from '#lib/testing/check-cases.ts'
import { endpoint, identityFacts, inDays, neverScanned, rotation } from '#lib/testing/facts.ts'
import { rotationKeyUnchanged } from './rotation-key-unchanged.ts'

const kept = (daysAgo: number) => rotation(daysAgo, { keyKept: true })

identityCases(rotationKeyUnchanged, {
  pass: { 'a new key': identityFacts({ rotations: [kept(90), rotation(30)] }) },
  fail: {
    'kept once': [identityFacts({ rotations: [rotation(90), kept(30)] }), { grade: 'once' }],
    'kept three times in a row': [identityFacts({ rotations: [kept(150), kept(90), kept(30)] }), { grade: 'repeated' }],
  },
  'not-applicable': { 'the first certificate': identityFacts() },
  'not-assessed': {
    'nothing seen yet': identityFacts({ endpoints: [neverScanned()] }),
    'not seen within three scan intervals': identityFacts({
      rotations: [rotation(30)],
      endpoints: [endpoint({ at: { lastSeenAt: new Date(inDays(-9)) } })],
    }),
  },
})
