import type { z } from 'zod'
import { verificationVerdicts } from '#lib/checks/verification/judge-endpoint.ts'
import { filterSchema } from '../filter.ts'
import { dateField, enumField, flagField, idField, listField, textField } from '../filter-field.ts'

/** The one filter of the questions that were asked before sessions: page, API and export. */
export const questionFilter = filterSchema(
  {
    /** Part of the identity's name, of who asked or of the host; or the whole id of a question. */
    q: textField('Search'),
    verdict: enumField('Answer', verificationVerdicts),
    identity: idField('Identity'),
    endpoint: idField('Endpoint'),
    /** Names, as they were at the time. */
    actor: listField('Asked by'),
    /** Whether a scan was made for it. */
    scanned: flagField('Scanned for it'),
    /** From this instant on. */
    since: dateField('From'),
    /** Before this instant. */
    until: dateField('Before'),
  },
  { keys: ['at'], default: '-at' },
)

export type QuestionFilter = z.output<typeof questionFilter>
