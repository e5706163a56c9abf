import { caseFacts } from './facts.ts'
import type { LabCase } from './lab-case.ts'
import { caseStarts } from './starts.ts'

export type { LabCase } from './lab-case.ts'

/** Every server of the lab with all that is true of it. */
export const labCases: readonly LabCase[] = caseStarts.map((start) => {
  const facts = caseFacts[start.name]
  if (!facts) throw new Error(`nothing is known about ${start.name}`)
  return { transport: 'tls', ...start, facts }
})
