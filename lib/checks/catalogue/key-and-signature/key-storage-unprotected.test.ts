import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, inDays } from '#lib/testing/facts.ts'
import { keyStorageUnprotected } from './key-storage-unprotected.ts'

const kept = (
  keyStorage: 'file' | 'hsm' | 'memory' | 'image-or-repository',
  criticality: 'medium' | 'high' | 'critical',
) => identityFacts({ identity: identity({ criticality, declared: { keyStorage } }) })

identityCases(keyStorageUnprotected, {
  pass: { 'a module': kept('hsm', 'critical'), 'memory alone': kept('memory', 'high') },
  fail: {
    'a critical key in a file': [kept('file', 'critical'), { grade: 'critical' }],
    'a high one': [kept('file', 'high'), { grade: 'high' }],
    'in an image, whatever it is worth': [kept('image-or-repository', 'medium'), { grade: 'embedded' }],
  },
  'not-applicable': {
    'a file, of medium worth': kept('file', 'medium'),
    retired: identityFacts({ identity: identity({ retiredAt: new Date(inDays(-1)) }) }),
  },
  'not-assessed': {
    'nothing on record': identityFacts(),
    'other things on record': identityFacts({ identity: identity({ declared: {} }) }),
  },
})
