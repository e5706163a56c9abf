import { identityCases } from '#lib/testing/check-cases.ts'
import { identityFacts, rotation } from '#lib/testing/facts.ts'
import { rotationLatePattern } from './rotation-late-pattern.ts'

const after = (daysAgo: number, days: number) =>
  rotation(daysAgo, { ageSeconds: days * 86400, lifeLeftSeconds: (90 - days) * 86400 })
const late = (daysAgo: number) => after(daysAgo, 89)

identityCases(rotationLatePattern, {
  pass: {
    'in good time': identityFacts({ rotations: [rotation(90), rotation(30)] }),
    'nobody looked for longer than the life: it may have been rotated in between': identityFacts({
      rotations: [90, 30].map((daysAgo) =>
        rotation(daysAgo, { ageSeconds: 400 * 86400, seenAgeSeconds: 86400, lifeLeftSeconds: -310 * 86400 }),
      ),
    }),
    'late once': identityFacts({ rotations: [rotation(150), late(90), rotation(30)] }),
  },
  fail: {
    'once after expiry': [identityFacts({ rotations: [rotation(90), after(30, 91)] }), { grade: 'after-expiry' }],
    'late twice': [identityFacts({ rotations: [late(90), late(30)] }), { grade: 'late' }],
    'later and later': [
      identityFacts({
        rotations: [after(400, 54), after(340, 55), after(280, 54), after(220, 66), after(150, 70), after(75, 74)],
      }),
      { grade: 'rising' },
    ],
  },
  'not-applicable': { 'one renewal': identityFacts({ rotations: [rotation(30)] }) },
  'not-assessed': 'too few renewals are no pattern yet, which is not applicable',
})
