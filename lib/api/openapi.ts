import { z } from 'zod'
import { exportFormats } from '#lib/export/formats/index.ts'
import type { Route } from './define-route.ts'
import { problemSchema } from './problem.ts'

interface JsonObject {
  readonly [key: string]: unknown
}

/** The answers that a route can give beside its success, by status. */
const refusalTexts: Readonly<Record<string, string>> = {
  400: 'The input is not valid; `errors` says where',
  401: 'Nobody is signed in, or the token does not hold',
  403: 'The role does not allow it, or a change came from another site',
  404: 'There is no such thing',
  503: 'A part that this needs is not available',
}

/** The OpenAPI 3.1 document of the declared routes. */
export function openApiDocument(routes: readonly Route[]): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) }
  return {
    openapi: '3.1.0',
    info: { title: 'Countersign', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, `cs_…`' },
        session: { type: 'apiKey', in: 'cookie', name: 'countersign.session_token' },
      },
    },
    security: [{ token: [] }, { session: [] }],
  }
}

function operation(route: Route): JsonObject {
  return {
    operationId: operationId(route),
    tags: [route.path.split('/')[3] ?? ''],
    summary: route.summary,
    description: [route.description, `Needs the role ${route.role}.`].filter(Boolean).join('\n\n'),
    parameters: [...parameters('path', route.params), ...parameters('query', route.query)],
    ...(route.body ? { requestBody: { required: true, content: bodyContent(route.body, route.bodyTypes) } } : {}),
    responses: { [route.status]: success(route), ...refusals(route) },
  }
}

function bodyContent(body: z.ZodType, types: readonly string[] = ['application/json']): JsonObject {
  return Object.fromEntries(types.map((type) => [type, { schema: jsonSchema(body, 'input') }]))
}

/** `post-scans-id-cancel`: unique, since method and path are. */
function operationId(route: Route): string {
  const words = route.path.replace(/^\/api\/v1\//, '').split(/\W+/)
  return [route.method.toLowerCase(), ...words].filter((word) => word !== '').join('-')
}

function parameters(where: 'path' | 'query', schema: z.ZodType | undefined): JsonObject[] {
  if (!(schema instanceof z.ZodObject)) return []
  const { properties, required } = objectSchema.parse(jsonSchema(schema, 'input'))
  return Object.entries(properties).map(([name, described]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: described,
  }))
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
})

function success(route: Route): JsonObject {
  if (route.response === null) return { description: 'Done' }
  if (route.response === 'event-stream') {
    return { description: 'Server-sent events', content: { 'text/event-stream': { schema: { type: 'string' } } } }
  }
  if (route.response === 'file') {
    const types = Object.values(exportFormats).map(({ contentType }) => contentType.split(';')[0] ?? contentType)
    const content = Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]))
    return { description: 'A file, streamed', content }
  }
  return { description: 'Success', content: { 'application/json': { schema: jsonSchema(route.response, 'output') } } }
}

function refusals(route: Route): JsonObject {
  const statuses = Object.keys(refusalTexts).filter((status) => status !== '404' || route.path.includes('{'))
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: refusalTexts[status],
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
