import { z } from 'zod'
import { authenticateRequest } from '#lib/auth/authenticate.ts'
import { AppError } from '#lib/core/errors.ts'
import { hasRole, type Principal, type Role } from '#lib/core/principal.ts'
import { requireFilter } from '#lib/data/filter.ts'
import { problemResponse } from './problem.ts'
import { parsePart, readJson, readText } from './read-input.ts'

const defaultMaxBodyBytes = 1024 * 1024

const nothing = z.object({})

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `'event-stream'` (server-sent events) and `'file'` (an export): handle() answers itself. `null`: an empty 204. */
export type ResponseSchema = z.ZodType | 'event-stream' | 'file' | null

/** lib/data gives values that nobody may change; they are only read here. */
type Unchanged<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Unchanged<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Unchanged<T[Key]> }
      : T

type Answer<Out extends ResponseSchema> = Out extends z.ZodType
  ? Unchanged<z.input<Out>>
  : Out extends 'event-stream' | 'file'
    ? Response
    : unknown

export interface RouteInput<Params extends z.ZodType, Query extends z.ZodObject, Body extends z.ZodType> {
  readonly principal: Principal
  readonly params: z.output<Params>
  readonly query: z.output<Query>
  readonly body: z.output<Body>
  readonly request: Request
}

export interface RouteDeclaration<
  Params extends z.ZodType,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Out extends ResponseSchema,
> {
  readonly method: Method
  /** As in OpenAPI: `/api/v1/scans/{id}`. The folder under app/ spells `{id}` as `[id]`. */
  readonly path: `/api/v1/${string}`
  readonly summary: string
  readonly description?: string
  /** The least powerful role that may call it. */
  readonly role: Role
  readonly params?: Params
  /** A filter of lib/data, or any object of string fields. A parameter that it does not name is refused. */
  readonly query?: Query
  readonly body?: Body
  /** Where the body is text of one of these media types, and no JSON: `body` is then the schema of a string. */
  readonly bodyTypes?: readonly string[]
  readonly maxBodyBytes?: number
  /** The answer is parsed by it on the way out, so that a field that it does not name never leaves. */
  readonly response: Out
  /** Of success; 200 where absent, 204 where there is no response. */
  readonly status?: number
  handle(input: RouteInput<Params, Query, Body>): Promise<Answer<Out>>
}

/** What the index, OpenAPI and app/ need of a declaration, whatever its schemas. */
export interface Route {
  readonly method: Method
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly role: Role
  readonly params?: z.ZodType
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly bodyTypes?: readonly string[]
  readonly response: ResponseSchema
  readonly status: number
  /** For `export const GET = route.handler` in app/api/v1. */
  readonly handler: (request: Request, context: RouteContext) => Promise<Response>
}

export interface RouteContext {
  /** Next gives undefined where the path has no parameters. */
  readonly params: Promise<Record<string, string | string[] | undefined> | undefined>
}

/**
 * One declaration makes the handler, its validation and its part of OpenAPI. The caller is known and allowed before
 * any input is read; whatever is thrown becomes problem details.
 */
export function defineRoute<
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = typeof nothing,
  Out extends ResponseSchema = null,
>(
  declaration: RouteDeclaration<Params, Query, Body, Out>,
  authenticate: (request: Request) => Promise<Principal> = authenticateRequest,
): Route {
  const status = declaration.status ?? (declaration.response === null ? 204 : 200)
  const { handle: _handle, maxBodyBytes: _maxBodyBytes, ...described } = declaration
  // Its own schemas have just read what it is handed; that link between two fields is beyond the type system.
  const handling: { handle(input: ReadInput): Promise<unknown> } = declaration

  async function handler(request: Request, context: RouteContext): Promise<Response> {
    try {
      const principal = await authenticate(request)
      if (!hasRole(principal, declaration.role)) {
        throw new AppError('forbidden', `This needs the role ${declaration.role}; you are ${principal.role}`)
      }
      const answer = await handling.handle({ principal, request, ...(await readInput(declaration, request, context)) })
      return respond(declaration.response, status, answer)
    } catch (error) {
      return problemResponse(error, request)
    }
  }

  return { ...described, status, handler }
}

interface ReadInput {
  readonly principal: Principal
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly request: Request
}

interface InputSchemas {
  readonly params?: z.ZodType
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly bodyTypes?: readonly string[]
  readonly maxBodyBytes?: number
}

async function readInput(schemas: InputSchemas, request: Request, context: RouteContext) {
  const params = parsePart('params', schemas.params ?? nothing, (await context.params) ?? {})
  const query = requireFilter(schemas.query ?? nothing, new URL(request.url).searchParams)
  if (!schemas.body) return { params, query, body: {} }
  const most = schemas.maxBodyBytes ?? defaultMaxBodyBytes
  const sent = schemas.bodyTypes ? await readText(request, schemas.bodyTypes, most) : await readJson(request, most)
  return { params, query, body: parsePart('body', schemas.body, sent) }
}

function respond(schema: ResponseSchema, status: number, answer: unknown): Response {
  if (answer instanceof Response) return answer
  const headers = { 'cache-control': 'no-store' }
  if (schema === null || typeof schema === 'string') return new Response(null, { status, headers })
  return Response.json(schema.parse(answer), { status, headers })
}
