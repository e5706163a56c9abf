import { identityCases } from '#lib/testing/check-cases.ts'
import { identityFacts, rotation } from '#lib/testing/facts.ts'
import { rotationLatePattern } from './rotation-late-pattern.ts'

const late = (daysAgo: number) => rotation(daysAgo, { lifeLeftSeconds: 86400 })

identityCases(rotationLatePattern, {
  pass: {
    'in good time': identityFacts({ rotations: [rotation(90), rotation(30)] }),
    'late once': identityFacts({ rotations: [rotation(150), late(90), rotation(30)] }),
  },
  fail: {
    'once after expiry': [
      identityFacts({ rotations: [rotation(90), rotation(30, { lifeLeftSeconds: -3600 })] }),
      { grade: 'after-expiry' },
    ],
    'late twice': [identityFacts({ rotations: [late(90), late(30)] }), { grade: 'late' }],
  },
  'not-applicable': { 'one renewal': identityFacts({ rotations: [rotation(30)] }) },
  'not-assessed': 'too few renewals are no pattern yet, which is not applicable',
})
