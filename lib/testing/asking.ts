import { expect } from 'vitest'
import { jwks } from '#lib/api/jwks.ts'
import { verify } from '#lib/api/v1/verify.ts'
import type { Answer } from '#lib/checks/verification/answer.ts'
import { checkStatement } from '#lib/checks/verification/check-statement.ts'
import { type PublicJwk, readJwkSet } from '#lib/core/jwk.ts'

export const secret = 'a secret for tests that is long enough'
export const issuer = 'https://countersign.example.com'

export interface Reply {
  readonly status: number
  readonly answer: Answer
  readonly statement: string
  /** All of it, for refusals. */
  readonly body: Readonly<Record<string, unknown>>
}

/** Asks the API in this process, and holds every answer to its own signature. */
export async function askApi(token: string, question: unknown): Promise<Reply> {
  const request = new Request('http://localhost/api/v1/verify', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: typeof question === 'string' ? question : JSON.stringify(question),
  })
  const response = await verify.handler(request, { params: Promise.resolve({}) })
  const body = await response.json()
  if (response.status === 200) {
    const checked = checkStatement(body.statement, await publicKeys(), { now: new Date(), issuer })
    expect(checked).toEqual({ ok: true, kid: expect.any(String), answer: body.answer })
  }
  return { status: response.status, answer: body.answer, statement: body.statement, body }
}

/** As anybody reads them. */
export async function publicKeys(): Promise<readonly PublicJwk[]> {
  const response = await jwks(new Request('http://localhost/.well-known/jwks.json'))
  return readJwkSet(await response.json())?.keys ?? []
}

/** The checks that failed on a rung. */
export function failuresOf(answer: Answer, rung: keyof Answer['ladder']): readonly (string | null)[] {
  const { status, because } = answer.ladder[rung]
  return status === 'fail' ? because.map(({ checkId }) => checkId) : []
}
