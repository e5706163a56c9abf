import { expect, it } from 'vitest'
import { constraintFault } from './name-constraints.ts'

it('names and subtrees that are too many to be compared are no verdict', () => {
  const subtrees = Array.from({ length: 2000 }, (_, at) => ({
    kind: 'dns' as const,
    text: `${at}.other.test`,
    octets: new Uint8Array(),
  }))
  const names = Array.from({ length: 2000 }, (_, at) => ({ kind: 'dns' as const, value: `${at}.service.test` }))
  expect(constraintFault({ permitted: subtrees, excluded: [] }, names.slice(0, 1))).toBe('PERMITTED_VIOLATION')
  expect(constraintFault({ permitted: subtrees, excluded: [] }, names)).toBe('PATH_SEARCH_EXHAUSTED')
})
