import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, neverScanned } from '#lib/testing/facts.ts'
import { identityPinMismatch } from './identity-pin-mismatch.ts'

endpointCases(identityPinMismatch, {
  pass: { 'a pinned key': [endpoint(), { policy: { pins: [digest('leaf key')] } }] },
  fail: { 'another key': [endpoint(), { policy: { pins: [digest('another key')] }, grade: 'unpinned' }] },
  'not-applicable': { 'nothing pinned': endpoint() },
  'not-assessed': { 'never scanned': [neverScanned(), { policy: { pins: [digest('leaf key')] } }] },
})
