import { expect, it } from 'vitest'
import { Mutator } from './mutator.ts'
import { tls } from './tls.ts'

it('every entry of the corpus, and a thousand changed ones, run without a fault', () => {
  for (const input of tls.corpus) expect(() => tls.run(input)).not.toThrow()
  const mutator = new Mutator(tls.corpus, 20261123)
  for (let count = 0; count < 1000; count++) {
    const input = mutator.next()
    expect(() => tls.run(input), Buffer.from(input).toString('hex')).not.toThrow()
  }
})

it('the same seed makes the same inputs, another seed others, and the corpus stays as it is', () => {
  const corpus = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6, 7)]
  const inputs = (seed: number) => {
    const mutator = new Mutator(corpus, seed)
    return Array.from({ length: 50 }, () => [...mutator.next()])
  }
  expect(inputs(7)).toEqual(inputs(7))
  expect(inputs(7)).not.toEqual(inputs(9))
  expect(corpus).toEqual([Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6, 7)])
})
