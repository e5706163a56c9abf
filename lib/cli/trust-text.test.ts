import { expect, test } from 'vitest'
import { observed, skipped } from '#lib/core/observed.ts'
import { trust } from '#lib/testing/facts.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { trustLines } from './trust-text.ts'

const lines = (said: TlsFacts['trust']) => trustLines(handshakeAt({ at: new Date(), facts: { trust: said } }))

test('says in words why a chain is not trusted, and where each attempt ended', () => {
  const fault = { reason: 'not-a-ca', at: 1, detail: 'basicConstraints\u001b[2J' } as const
  const verdict = { paths: [], refused: [{ sha256: ['aa', 'bb'], fault }], exhausted: false }
  const [head, attempt, ...more] = lines(observed(trust({ pathFound: false, error: 'not-a-ca', path: [], verdict })))
  expect(head).toBe('    trust    no path to Estate roots: the issuer is no CA by its basic constraints')
  expect(attempt).toContain('at certificate 1 of 2: the issuer is no CA by its basic constraints (basicConstraints')
  expect(attempt).not.toContain('\u001b')
  expect(more).toEqual([])
})

test('a path that is out of date stands, and is told as such', () => {
  expect(lines(observed(trust({ error: 'expired' })))).toEqual([
    '    trust    a path to Estate roots: a certificate of the path has expired',
  ])
})

test('says nothing of what is trusted, or was not judged', () => {
  expect(lines(observed(trust()))).toEqual([])
  expect(lines(skipped('no-store'))).toEqual([])
})
