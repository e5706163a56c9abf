import { expect, test } from 'vitest'
import { evidenceText } from './evidence-text.ts'

test('of several chains those that fail are told, without what the row says', () => {
  const at = { ip: '192.0.2.1', certificateSha256: 'ab'.repeat(32) }
  const evidence = {
    addresses: [
      { ...at, outcome: 'pass', negotiated: 'X25519MLKEM768' },
      { ...at, outcome: 'fail', negotiated: 'x25519', crlUrls: [], deadlines: { notAfter: '2030-01-01', bits: 112 } },
    ],
  }
  expect(evidenceText(evidence)).toBe('negotiated x25519; CRL URLs none; deadlines (not after 2030-01-01; bits 112)')
})

test('evidence of another shape is told whole, and what a peer sent can neither steer a terminal nor fill it', () => {
  expect(evidenceText({ name: 'a\u001b[2J', list: [1, null, { ca: 'x' }] })).toBe('name a\\x1b[2J; list 1, none, CA x')
  expect(evidenceText(null)).toBe('none')
  expect(evidenceText({ name: 'x'.repeat(9999) }).length).toBeLessThanOrEqual(161)
})
