import { expect, it } from 'vitest'
import { Mutator } from './mutator.ts'
import { transparency } from './transparency.ts'

it('every entry of the corpus, and a thousand changed ones, run without a fault', () => {
  for (const input of transparency.corpus) expect(() => transparency.run(input)).not.toThrow()
  const mutator = new Mutator(transparency.corpus, 20261123)
  for (let count = 0; count < 1000; count++) {
    const input = mutator.next()
    expect(() => transparency.run(input), Buffer.from(input).toString('hex')).not.toThrow()
  }
})
