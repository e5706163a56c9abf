import { afterEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { log } from '#lib/core/log.ts'
import type { Principal, Role } from '#lib/core/principal.ts'
import { defineRoute } from './define-route.ts'
import { instant } from './instant.ts'

afterEach(() => vi.restoreAllMocks())

const at = new Date('2026-11-23T05:00:00Z')

function as(role: Role) {
  return async (): Promise<Principal> => ({ kind: 'user', id: 'u1', name: 'Ada', role })
}

function makeRoute(authenticate: (request: Request) => Promise<Principal> = as('analyst')) {
  return defineRoute(
    {
      method: 'POST',
      path: '/api/v1/things/{id}',
      summary: 'Change a thing',
      role: 'analyst',
      params: z.object({ id: z.uuid() }),
      query: z.object({ mode: z.enum(['fast', 'slow']).optional() }),
      body: z.strictObject({ names: z.array(z.string().min(1)).max(3) }),
      maxBodyBytes: 200,
      response: z.object({ id: z.string(), by: z.string(), at: instant, names: z.array(z.string()) }),
      async handle({ params, principal, body }) {
        if (body.names[0] === 'missing') throw new AppError('not-found', 'There is no thing with this id')
        if (body.names[0] === 'bug') throw new Error('password=hunter2')
        const row = { id: params.id, by: principal.name, at, names: body.names, secret: 'not for the caller' }
        return row
      },
    },
    authenticate,
  )
}

const id = '0190a000-0000-7000-8000-000000000000'

function call(
  body: unknown,
  options: { id?: string; query?: string; route?: ReturnType<typeof makeRoute>; type?: string } = {},
) {
  const request = new Request(`http://localhost/api/v1/things/${options.id ?? id}${options.query ?? ''}`, {
    method: 'POST',
    headers: { 'content-type': options.type ?? 'application/json; charset=utf-8' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return (options.route ?? makeRoute()).handler(request, { params: Promise.resolve({ id: options.id ?? id }) })
}

async function problemOf(answer: Promise<Response>) {
  const response = await answer
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = await response.json()
  expect(problem.status).toBe(response.status)
  return problem
}

describe('success', () => {
  test('200 carries the fields that the response schema names and no other, instants as ISO 8601', async () => {
    const response = await call({ names: ['a'] }, { query: '?mode=fast' })
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ id, by: 'Ada', at: '2026-11-23T05:00:00.000Z', names: ['a'] })
  })
})

test('a path without parameters is served, for which Next gives undefined', async () => {
  const route = defineRoute(
    {
      method: 'DELETE',
      path: '/api/v1/things',
      summary: 'Forget all',
      role: 'viewer',
      response: null,
      async handle() {},
    },
    as('viewer'),
  )
  const request = new Request('http://localhost/api/v1/things', { method: 'DELETE' })
  const response = await route.handler(request, { params: Promise.resolve(undefined) })
  expect([response.status, await response.text()]).toEqual([204, ''])
})

describe('400', () => {
  test('every fault of the body is named by its place', async () => {
    const problem = await problemOf(call({ names: ['', 2], extra: true }))
    expect(problem).toMatchObject({
      type: 'urn:countersign:problem:invalid-input',
      status: 400,
      instance: `/api/v1/things/${id}`,
    })
    expect(problem.errors.map((error: { at: string }) => error.at)).toEqual(['body.names.0', 'body.names.1', 'body'])
  })

  test.each([
    ['malformed JSON', call('{"names":'), /well-formed/],
    ['another content type', call('names=a', { type: 'application/x-www-form-urlencoded' }), /application\/json/],
    ['a bad path parameter', call({ names: [] }, { id: 'x' }), /not valid/],
    ['a bad query value', call({ names: [] }, { query: '?mode=medium' }), /not valid/],
    ['an unknown query parameter', call({ names: [] }, { query: '?mod=fast' }), /not valid/],
  ])('%s', async (_name, answer, detail) => {
    expect(await problemOf(answer)).toMatchObject({ status: 400, detail: expect.stringMatching(detail) })
  })
})

test('401 names the scheme that is accepted, and comes before the input is looked at', async () => {
  const route = makeRoute(async () => {
    throw new AppError('unauthenticated', 'Sign in or send a token')
  })
  const response = await call('not json', { route })
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Bearer')
})

test('403 for a role below the declared one, before the input is looked at', async () => {
  const problem = await problemOf(call('not json', { route: makeRoute(as('viewer')) }))
  expect(problem).toMatchObject({ status: 403, detail: 'This needs the role analyst; you are viewer' })
})

test('404 where the handler refuses', async () => {
  expect(await problemOf(call({ names: ['missing'] }))).toMatchObject({
    status: 404,
    detail: 'There is no thing with this id',
  })
})

test('413 for a body over the cap, whether its length is declared or streamed', async () => {
  expect(await problemOf(call({ names: ['x'.repeat(300)] }))).toMatchObject({ status: 413 })
  const stream = new Blob(['x'.repeat(300)]).stream()
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: stream, duplex: 'half' }
  const streamed = new Request(`http://localhost/api/v1/things/${id}`, init)
  const response = await makeRoute().handler(streamed, { params: Promise.resolve({ id }) })
  expect(response.status).toBe(413)
})

test('500 tells an id and nothing of the cause, which is logged once under that id', async () => {
  const logged = vi.spyOn(log, 'error').mockReturnValue()
  const response = await call({ names: ['bug'] })
  const text = await response.text()
  expect(response.status).toBe(500)
  expect(text).not.toContain('hunter2')
  expect(logged).toHaveBeenCalledOnce()
  const [entry] = logged.mock.calls[0] ?? []
  expect(JSON.parse(text).instance).toBe(`urn:uuid:${z.object({ id: z.string() }).parse(entry).id}`)
})

test('503 where the database cannot be reached, without its address', async () => {
  vi.spyOn(log, 'error').mockReturnValue()
  const route = makeRoute(async () => {
    throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' })
  })
  const problem = await problemOf(call({ names: [] }, { route }))
  expect(problem).toMatchObject({ status: 503, type: 'urn:countersign:problem:unavailable' })
  expect(JSON.stringify(problem)).not.toContain('10.0.0.1')
})
