import { describe, expect, it } from 'vitest'
import { readVectors } from '../certificates/vectors.ts'
import { exceptionFor } from './exceptions.ts'
import { runSuite } from './run-suite.ts'
import { suiteOfFile, suites } from './suites.ts'

describe('conformance suites', () => {
  for (const [file, name] of suiteOfFile) {
    const suite = suites[name]
    const content = readVectors(file)
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

  it('names exceptions by whole ids, or by groups that end with two colons, and by what they come to', () => {
    const because = (suite: string, id: string, actual = 'SUCCESS') => exceptionFor(suite, { id, actual })
    expect(because('limbo', 'webpki::cn::anything')).not.toBeNull()
    expect(because('limbo', 'webpki::cna')).toBeNull()
    expect(because('limbo', 'webpki::ca-as-leaf-too')).toBeNull()
    expect(because('pkits', 'webpki::cn::anything')).toBeNull()
    expect(because('limbo', 'webpki::cn::anything', 'FAILURE')).toBeNull()
    expect(because('limbo', 'webpki::cn::anything', 'error')).toBeNull()
  })
})
