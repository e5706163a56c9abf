import { expect, test } from 'vitest'
import { createTurnstile } from './turnstile.ts'

test('lets in so many of all and of each, and nobody queues', () => {
  const { enter } = createTurnstile({ all: 3, each: 2 })
  const leave = enter('a')
  expect([enter('a'), enter('a'), enter('b'), enter('b')].map((one) => one !== null)).toEqual([
    true,
    false,
    true,
    false,
  ])
  leave?.()
  leave?.()
  expect([enter('b'), enter('b')].map((one) => one !== null)).toEqual([true, false])
})
