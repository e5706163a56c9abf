import { expect, test } from 'vitest'
import { evidenceWords } from './evidence-words.ts'

test.each([
  ['notAfter', 'Not after'],
  ['certificateSha256', 'Certificate SHA-256'],
  ['issuerSpkiSha256', 'Issuer key SHA-256'],
  ['ip', 'IP'],
  ['clientCaList', 'Client CA list'],
])('the key %s reads %s', (key, words) => {
  expect(evidenceWords(key)).toBe(words)
})
