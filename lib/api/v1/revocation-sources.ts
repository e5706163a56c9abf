import { z } from 'zod'
import { evidenceKinds } from '#lib/data/revocation/evidence-kind.ts'
import { listRevocationSources as list } from '#lib/data/revocation/list-sources.ts'
import { retryRevocationSource } from '#lib/data/revocation/retry-source.ts'
import { sourceFilter } from '#lib/data/revocation/source-filter.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const sourceSchema = z.object({
  id: z.uuid(),
  kind: z.enum(evidenceKinds),
  url: z.string().describe('As certificates name it; not to be trusted'),
  siteId: z.guid(),
  siteName: z.string().describe('The site from which it is fetched'),
  fetchedAt: instant.nullable().describe('When it last gave something'),
  nextFetchAt: instant,
  expiresAt: instant.nullable().describe('When what is on record ceases to count'),
  bytes: z.int().nullable(),
  failure: z.string().nullable().describe('How the last try ended where it gave nothing'),
  failures: z.int().describe('Tries in a row that gave nothing'),
})

export const listRevocationSources = defineRoute({
  method: 'GET',
  path: '/api/v1/revocation-sources',
  summary: 'What certificates point at: revocation lists, responders and issuers, and how their fetches go',
  role: 'viewer',
  query: sourceFilter,
  response: pageOf(sourceSchema),
  async handle({ principal, query }) {
    return list(principal, query)
  },
})

export const fetchRevocationSource = defineRoute({
  method: 'POST',
  path: '/api/v1/revocation-sources/{id}/fetch',
  summary: 'Have a source fetched at once',
  role: 'admin',
  params: z.object({ id: z.guid() }),
  response: null,
  status: 202,
  async handle({ principal, params: { id } }) {
    await retryRevocationSource(principal, id)
  },
})

export const revocationSourceRoutes = [listRevocationSources, fetchRevocationSource]

/** Of one certificate. */
export const revocationSchema = z.object({
  status: z.enum(['good', 'revoked', 'unknown']).describe('What counts of it now'),
  reason: z.string().nullable().describe('Why it is unknown, or for what reason it was revoked'),
  revokedAt: instant.nullable(),
  sources: z.array(
    z.object({
      source: z.enum(['ocsp', 'crl', 'staple']),
      url: z.string().nullable(),
      status: z.enum(['good', 'revoked', 'unknown']).describe('As it was verified when it was gathered'),
      reason: z.string().nullable(),
      revokedAt: instant.nullable(),
      thisUpdate: instant.nullable(),
      nextUpdate: instant.nullable().describe('Past it the evidence vouches for nothing'),
      evidenceSha256: z.string().nullable(),
    }),
  ),
})
