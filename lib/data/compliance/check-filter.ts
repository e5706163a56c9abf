import { z } from 'zod'
import { checkGroups, factSources } from '#lib/checks/contract.ts'
import { severities } from '#lib/core/severity.ts'
import { enumField, textField } from '../filter-field.ts'
import { verdictOutcomes } from './filter.ts'

/** The checks of the catalogue, by what they are and by what they give now. */
export const checkFilter = z.object({
  q: textField('Search'),
  group: enumField('Group', checkGroups),
  severity: enumField('Severity', severities),
  subject: enumField('Judges', ['endpoint', 'identity']),
  needs: enumField('Needs', factSources),
  /** Checks with at least one such verdict. */
  outcome: enumField('Gives now', verdictOutcomes),
})

export type CheckFilter = z.output<typeof checkFilter>
