import { z } from 'zod'
import { answerSchema } from '#lib/data/what-if/answer.ts'
import { storedChangeSchema } from '#lib/data/what-if/change.ts'
import { instant } from '../instant.ts'

export const whatIfParams = z.object({ id: z.guid() })

export const whatIfRowSchema = z.object({
  id: z.guid(),
  name: z.string(),
  change: storedChangeSchema.describe('What was supposed, with the names of what it is about as they were then'),
  supposed: z.array(z.string()).describe('The same in words'),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  done: z.int().describe('Chains read or judged so far'),
  total: z.int(),
  failure: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
})

export const whatIfSummarySchema = whatIfRowSchema.extend({
  broken: z.int().nullable().describe('Endpoints; null before the answer'),
  mended: z.int().nullable().describe('Endpoints; null before the answer'),
})

export const whatIfSchema = whatIfRowSchema.extend({
  result: answerSchema.nullable().describe('Null before the answer'),
})
