import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeNextPath } from './next-path.ts'

test('a path of this site is kept with its query', () => {
  expect(safeNextPath('/findings?severity=high&sort=-openedAt')).toBe('/findings?severity=high&sort=-openedAt')
})

test.each([
  ['//evil.example'],
  ['/\\evil.example'],
  ['/\t/evil.example'],
  ['/\n/evil.example'],
  ['/.//evil.example'],
  ['/a/..//evil.example'],
  ['https://evil.example/'],
  ['javascript:alert(1)'],
  ['findings'],
  ['/sign-in?next=/'],
  ['/api/auth/sign-out'],
  [''],
  [null],
])('%j leads home', (next) => {
  expect(safeNextPath(next)).toBe('/')
})

test('whatever comes in, a browser stays on this site', () => {
  const piece = fc.constantFrom('/', '\\', '.', '..', ':', '@', 'evil.example', '%2f', '%5c', '\t', '?', '#', 'https:')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      expect(new URL(safeNextPath(pieces.join('')), 'https://here.example').origin).toBe('https://here.example')
    }),
  )
})
