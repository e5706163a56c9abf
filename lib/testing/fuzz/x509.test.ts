import { expect, it } from 'vitest'
import { Mutator } from './mutator.ts'
import { x509 } from './x509.ts'

it('every entry of the corpus, and a thousand changed ones, run without a fault', () => {
  for (const input of x509.corpus) expect(() => x509.run(input)).not.toThrow()
  const mutator = new Mutator(x509.corpus, 20261123)
  for (let count = 0; count < 1000; count++) {
    const input = mutator.next()
    expect(() => x509.run(input), Buffer.from(input).toString('hex')).not.toThrow()
  }
})
