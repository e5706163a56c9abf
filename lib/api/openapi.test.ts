import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineRoute } from './define-route.ts'
import { instant } from './instant.ts'
import { openApiDocument } from './openapi.ts'
import { pageOf } from './pagination.ts'
import { routes } from './routes.ts'

const listThings = defineRoute({
  method: 'GET',
  path: '/api/v1/groups/{id}/things',
  summary: 'Things of a group',
  role: 'viewer',
  params: z.object({ id: z.uuid() }),
  query: z.object({ limit: z.string().transform(Number).prefault('50'), name: z.string().optional() }),
  response: pageOf(z.object({ name: z.string(), at: instant })),
  async handle() {
    return { rows: [], nextCursor: null, total: { count: 0, exact: true } }
  },
})

test('a declaration is told with its parameters, answers and problem details', () => {
  const document = openApiDocument([listThings])
  expect(document).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/api/v1/groups/{id}/things': {
        get: {
          operationId: 'get-groups-id-things',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
            { name: 'limit', in: 'query', required: false },
            { name: 'name', in: 'query', required: false },
          ],
          responses: {
            200: {
              content: {
                'application/json': {
                  schema: {
                    properties: { rows: { items: { properties: { at: { type: 'string', format: 'date-time' } } } } },
                  },
                },
              },
            },
            404: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
          },
        },
      },
    },
  })
})

describe('the index', () => {
  const files = globSync('app/api/v1/**/route.ts').map((file) => file.replaceAll('\\', '/'))
  const served = files.flatMap((file) => {
    const path = `/${file
      .replace(/^app\//, '')
      .replace(/\/route\.ts$/, '')
      .replaceAll(/\[(\w+)\]/g, '{$1}')}`
    const methods = [...readFileSync(file, 'utf8').matchAll(/^export const ([A-Z]+) = \w+\.handler$/gm)]
    return methods.map(([, method]) => `${method} ${path}`)
  })

  test('names exactly what app/api/v1 serves', () => {
    expect(routes.map((route) => `${route.method} ${route.path}`).toSorted()).toEqual(served.toSorted())
  })

  test('has a handler in every file under app/api/v1', () => {
    const silent = files.filter((file) => !/^export const [A-Z]+ = \w+\.handler$/m.test(readFileSync(file, 'utf8')))
    expect(silent).toEqual([])
  })

  test('makes a document without dangling references', () => {
    const text = JSON.stringify(openApiDocument(routes))
    expect([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref)).not.toContainEqual(
      expect.not.stringMatching(/^#\/components\/schemas\/Problem$/),
    )
  })
})
