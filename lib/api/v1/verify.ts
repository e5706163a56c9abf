import { z } from 'zod'
import { answerSchema, askedSchema } from '#lib/checks/verification/answer.ts'
import { verificationVerdicts } from '#lib/checks/verification/judge-endpoint.ts'
import { questionFilter } from '#lib/data/verify/filter.ts'
import { getQuestion } from '#lib/data/verify/get-question.ts'
import { exportQuestions, listQuestions } from '#lib/data/verify/list-questions.ts'
import { questionSchema } from '#lib/data/verify/question.ts'
import { questionExport } from '#lib/data/verify/question-export.ts'
import { ask } from '#lib/jobs/ask.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const statement = z
  .string()
  .describe('Compact JWS (EdDSA, typ countersign-verify+jwt) of the answer; keys are at /.well-known/jwks.json')

export const verify = defineRoute({
  method: 'POST',
  path: '/api/v1/verify',
  summary: 'Is this endpoint the identity that I mean, now?',
  description:
    'Answers from evidence on record that is at most `maxAgeSeconds` old, else a worker scans and is waited for. Where ' +
    'there can be no scan the verdict is not-assessable, with the reason in `obstacle`. The status is 200 whatever the ' +
    'verdict; every question is on record. A viewer is answered from evidence alone, a scan needs an analyst. The answer ' +
    'tells of the past: bind it to your own connection by comparing its leaf or key with `expect`.',
  role: 'viewer',
  maxBodyBytes: 64 * 1024,
  body: questionSchema,
  response: z.object({ answer: answerSchema, statement }),
  async handle({ principal, body }) {
    return ask(principal, body)
  },
})

const questionRow = z.object({
  id: z.guid(),
  at: instant,
  actorKind: z.enum(['user', 'token', 'system']),
  actorId: z.string().nullable(),
  actorName: z.string().describe('As it was at that time'),
  identityName: z.string(),
  identityId: z.guid().nullable().describe('Null where it is in no inventory, or no more'),
  endpointId: z.guid().nullable(),
  asked: askedSchema,
  verdict: z.enum(verificationVerdicts),
  obstacle: z.string().nullable().describe('Why there was no evidence as young as was asked for'),
  scanned: z.boolean(),
  evidenceAt: instant.nullable().describe('The oldest that the answer rests on'),
})

export const listQuestionsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/questions',
  summary: 'What was asked before sessions, newest first',
  role: 'viewer',
  query: questionFilter,
  response: pageOf(questionRow),
  async handle({ principal, query }) {
    return listQuestions(principal, query)
  },
})

export const exportQuestionsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/questions/export',
  summary: 'Every question that matches a filter, as a file',
  role: 'viewer',
  query: exportQuery(questionFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('questions', format, questionExport, exportQuestions(principal, filter))
  },
})

export const getQuestionRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/questions/{id}',
  summary: 'One question with its answer and the signed statement',
  role: 'viewer',
  params: z.object({ id: z.guid() }),
  response: questionRow.extend({ answer: answerSchema, statement }),
  async handle({ principal, params: { id } }) {
    return getQuestion(principal, id)
  },
})

export const verifyRoutes = [verify, listQuestionsRoute, exportQuestionsRoute, getQuestionRoute]
