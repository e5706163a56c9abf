import { describe, expect, test } from 'vitest'
import { missing } from '../lab/makes/make.ts'
import { scanSubject } from './scan-all.ts'
import { missingTool } from './scanners.ts'
import type { Tool } from './sightings.ts'
import { subjects } from './subjects.ts'

/** A few that are quick to look at, of several makes; all of them by `npm run differential`. */
const few = ['haproxy-two-certificates', 'nginx-intermediate', 'gnutls-two-certificates']
const quick: readonly Tool[] = ['sslscan', 'nmap']

describe('what another scanner says differently is explained', () => {
  test.for(few)('%s', { timeout: 60_000 }, async (name, context) => {
    const subject = subjects.find((one) => one.name === name)
    if (!subject) throw new Error(`there is no ${name}`)
    const installed = quick.filter((tool) => missingTool(tool) === null)
    const absent = missing(subject.make) ?? (installed.length === 0 ? missingTool('sslscan') : null)
    if (absent !== null) return context.skip(absent)
    for (const { unable, comparisons } of await scanSubject(subject, installed, () => {})) {
      expect(unable).toBeNull()
      expect(comparisons.length).toBeGreaterThan(10)
      const disagreements = comparisons.flatMap((comparison) => comparison.disagreements)
      expect(disagreements.filter(({ explanation }) => explanation === null)).toEqual([])
    }
  })
})
