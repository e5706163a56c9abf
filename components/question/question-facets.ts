import { verificationVerdicts } from '#lib/checks/verification/judge-endpoint.ts'
import type { Facet } from '../table/facet.ts'
import { answerWords } from './answer-badge.tsx'

/** The filters of the questions' list. */
export function questionFacets(actors: readonly string[]): Facet[] {
  return [
    {
      kind: 'choice',
      key: 'verdict',
      label: 'Answer',
      options: verificationVerdicts.map((value) => ({ value, label: answerWords[value] })),
    },
    { kind: 'choice', key: 'actor', label: 'Asked by', options: actors.map((value) => ({ value, label: value })) },
    { kind: 'flag', key: 'scanned', label: 'Evidence', yes: 'Scanned for it', no: 'From the record' },
    { kind: 'date', key: 'since', label: 'From' },
    { kind: 'date', key: 'until', label: 'Before' },
  ]
}
