import { z } from 'zod'
import { removeLogList as remove, saveLogList as save } from '#lib/data/ct-logs/change-log-list.ts'
import { getLogList as get } from '#lib/data/ct-logs/get-log-list.ts'
import { logStates } from '#lib/x509/transparency/ct-log.ts'
import { logListLimits } from '#lib/x509/transparency/read-log-list.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'

const instantText = z.iso.datetime()

const logSchema = z.object({
  id: z.string().describe('SHA-256 of its key in hex'),
  key: z.string().describe('SubjectPublicKeyInfo in base64'),
  name: z.string(),
  operator: z.string(),
  previousOperators: z.array(z.object({ name: z.string(), until: instantText })),
  url: z.string().nullable().describe('Of submissions'),
  tiled: z.boolean().describe('It speaks the Static CT API, not that of RFC 6962'),
  mmdSeconds: z.number().nullable(),
  state: z.object({ kind: z.enum(logStates), since: instantText }).nullable(),
  interval: z
    .object({ from: instantText, until: instantText })
    .nullable()
    .describe('It takes certificates that end in between'),
})

export const getLogList = defineRoute({
  method: 'GET',
  path: '/api/v1/ct-logs',
  summary: 'The list of CT logs by which SCTs are judged',
  role: 'viewer',
  response: z.object({
    list: z
      .object({
        id: z.guid(),
        version: z.string(),
        asOf: instant,
        source: z.string().nullable(),
        sha256: z.string().describe('Of the file'),
        uploadedAt: instant,
        uploadedBy: z.string(),
        logs: z.array(logSchema),
      })
      .nullable()
      .describe('Null where none was uploaded: SCTs are counted then, and neither operators nor signatures assessed'),
  }),
  async handle({ principal }) {
    return { list: await get(principal) }
  },
})

export const saveLogList = defineRoute({
  method: 'PUT',
  path: '/api/v1/ct-logs',
  summary: 'Upload a list of CT logs, in place of the one on record',
  description:
    'The JSON that browsers use (log list schema, version 3). A list that is older than the one on record is refused. All that answers to public roots is judged anew; nothing is scanned.',
  role: 'admin',
  // A file of the largest size, with every character escaped.
  maxBodyBytes: 32 * 1024 * 1024,
  body: z.strictObject({
    file: z.string().max(logListLimits.characters).describe('The text of the list (docs/ct-logs.md)'),
    source: z.string().max(300).optional().describe('Where it was fetched, for people'),
  }),
  response: z.object({
    id: z.guid(),
    version: z.string(),
    asOf: instant,
    logs: z.int(),
    changed: z.boolean().describe('False: this very file is on record'),
    problems: z.array(z.object({ at: z.string(), problem: z.string() })).describe('Logs that were left out, and why'),
  }),
  async handle({ principal, body: { file, source } }) {
    return save(principal, { file, ...(source === undefined ? {} : { source }) })
  },
})

export const removeLogList = defineRoute({
  method: 'DELETE',
  path: '/api/v1/ct-logs',
  summary: 'Remove the list of CT logs: SCTs are only counted from then on',
  role: 'admin',
  response: null,
  async handle({ principal }) {
    await remove(principal)
  },
})

export const ctLogRoutes = [getLogList, saveLogList, removeLogList]
