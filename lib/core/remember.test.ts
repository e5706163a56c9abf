import { expect, test } from 'vitest'
import { remember } from './remember.ts'

test('holds as many as it may, and lets go of what came first', () => {
  const map = new Map<string, number>()
  for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) remember(map, 2, key, index)
  expect([...map]).toEqual([
    ['c', 2],
    ['d', 3],
  ])
})
