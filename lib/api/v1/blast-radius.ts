import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { getCertificate } from '#lib/data/certificates/get-certificate.ts'
import { countedSchema } from '#lib/data/what-if/answer.ts'
import { askBlastRadius as ask } from '#lib/data/what-if/ask.ts'
import { findBlastRadius } from '#lib/data/what-if/what-ifs.ts'
import { defineRoute } from '../define-route.ts'

const hash = z.string().regex(/^[0-9a-fA-F]{64}$/, 'a SHA-256 in hex is wanted')

const keyFields = {
  spki: hash.optional().describe('The key: SHA-256 of the SubjectPublicKeyInfo'),
  certificate: hash.optional().describe('Or a certificate that carries it: SHA-256 of the DER'),
}

export const askBlastRadius = defineRoute({
  method: 'POST',
  path: '/api/v1/blast-radius',
  summary: 'Ask what hangs on a key',
  description:
    'A worker answers, as for any what-if; a question of the same key that is open already is given back. Nothing is scanned.',
  role: 'analyst',
  body: z.strictObject(keyFields),
  response: z.object({ id: z.guid().describe('Of the what-if') }),
  status: 202,
  async handle({ principal, body }) {
    return { id: await ask(principal, await keyOf(principal, body)) }
  },
})

export const getBlastRadius = defineRoute({
  method: 'GET',
  path: '/api/v1/blast-radius',
  summary: 'What hangs on a key, by the newest answer',
  description:
    'Every chain whose only paths run through the key is lost with it; what has another one is kept. 404 where nobody has asked yet: POST asks.',
  role: 'viewer',
  query: z.object(keyFields),
  response: z.object({
    spkiSha256: z.string(),
    whatIfId: z.guid(),
    judgedAt: z.iso.datetime(),
    lost: countedSchema,
    kept: countedSchema,
  }),
  async handle({ principal, query }) {
    const spkiSha256 = await keyOf(principal, query)
    const found = await findBlastRadius(principal, spkiSha256)
    if (!found?.result) {
      throw new AppError('not-found', 'Nobody has asked what hangs on this key: POST /api/v1/blast-radius asks.')
    }
    const { judgedAt, broken, kept } = found.result
    return { spkiSha256, whatIfId: found.id, judgedAt, lost: broken, kept }
  },
})

async function keyOf(
  principal: Principal,
  { spki, certificate }: { readonly spki?: string | undefined; readonly certificate?: string | undefined },
): Promise<string> {
  if (spki !== undefined && certificate === undefined) return spki.toLowerCase()
  if (certificate !== undefined && spki === undefined) return (await getCertificate(principal, certificate)).spkiSha256
  throw new AppError('invalid-input', 'Name the key by `spki` or by `certificate`: by one of the two.')
}

export const blastRadiusRoutes = [askBlastRadius, getBlastRadius]
