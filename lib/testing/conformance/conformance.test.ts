import { describe, expect, it } from 'vitest'
import { readVectors } from '../certificates/vectors.ts'
import { exceptionFor } from './exceptions.ts'
import { runSuite } from './run-suite.ts'
import { suiteOfFile, suites } from './suites.ts'

/** Thousands of paths: `npm run conformance` runs them. */
const large = new Set(['limbo-dev'])

describe('conformance suites', () => {
  for (const [file, name] of suiteOfFile) {
    const suite = suites[name]
    const content = large.has(file) ? null : readVectors(file)
    it.skipIf(!suite || content === null)(`${file}: everything as ${name} has it, but for the named exceptions`, () => {
      const wrong: unknown[] = []
      const summary =
        suite &&
        runSuite(name, suite, content, (result, exception) => {
          if (result.actual !== result.expected && result.actual !== 'skipped' && exception === null) wrong.push(result)
        })
      expect(wrong).toEqual([])
      expect(summary?.right).toBeGreaterThan(10)
    })
  }

  it('names exceptions by whole ids, or by groups that end with two colons', () => {
    expect(exceptionFor('limbo', { id: 'webpki::cn::anything' })).not.toBeNull()
    expect(exceptionFor('limbo', { id: 'webpki::cna' })).toBeNull()
    expect(exceptionFor('limbo', { id: 'webpki::ca-as-leaf-too' })).toBeNull()
    expect(exceptionFor('pkits', { id: 'webpki::cn::anything' })).toBeNull()
  })
})
