import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, inDays } from '#lib/testing/facts.ts'
import { cryptographyReviewOverdue } from './cryptography-review-overdue.ts'

const reviewed = (daysAgo: number) =>
  identityFacts({ cryptographyReview: { reviewedAt: new Date(inDays(-daysAgo)), reviewer: 'A. Weber' } })

identityCases(cryptographyReviewOverdue, {
  pass: { 'this year': [reviewed(100), { changesAt: '2027-08-15T12:00:00.000Z' }] },
  fail: {
    'a year has passed': [reviewed(380), { grade: 'due', changesAt: '2027-02-06T12:00:00.000Z' }],
    'long ago': [reviewed(500), { grade: 'overdue' }],
  },
  'not-applicable': {
    retired: { ...reviewed(500), identity: identity({ retiredAt: new Date(inDays(-1)) }) },
  },
  'not-assessed': {
    'no review on record': identityFacts({ cryptographyReview: null }),
    'nobody looked it up': identityFacts(),
    'no environment': { ...reviewed(500), identity: identity({ environment: null }) },
  },
})
