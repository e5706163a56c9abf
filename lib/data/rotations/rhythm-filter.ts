import type { z } from 'zod'
import { renewalMethods } from '#lib/checks/declared.ts'
import { rotationBases, rotationStates } from '#lib/checks/rotation-due.ts'
import { readinessStates } from '#lib/checks/rotation-readiness.ts'
import { rotationSigns } from '#lib/checks/rotation-sign.ts'
import { filterSchema } from '../filter.ts'
import { enumField, flagField, idField, listField, textField } from '../filter-field.ts'

/** Whose limits its certificates answer to: those of public ones, or its policy's. */
export const limitKinds = ['public', 'private', 'unknown'] as const

/** The one filter of how identities rotate: rhythm, readiness, API, export and every count. */
export const rhythmFilter = filterSchema(
  {
    q: textField('Search'),
    state: enumField('State', rotationStates),
    sign: enumField('Sign', rotationSigns),
    basis: enumField('Rests on', rotationBases),
    /** Whether enough steps were measured to learn a rhythm from. */
    learned: flagField('Rhythm learned'),
    limits: enumField('Limits', limitKinds),
    ready200: enumField('200 days', readinessStates),
    ready100: enumField('100 days', readinessStates),
    ready47: enumField('47 days', readinessStates),
    readyPolicy: enumField('Own policy', readinessStates),
    renewal: enumField('Renewal on record', [...renewalMethods, 'none']),
    identity: idField('Identity'),
    environment: listField('Environment'),
    owner: listField('Owner'),
  },
  { keys: ['due', 'name', 'typical', 'spread', 'gap'], default: 'due' },
)

export type RhythmFilter = z.output<typeof rhythmFilter>
