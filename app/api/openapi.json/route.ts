import { openApiDocument } from '#lib/api/openapi.ts'
import { routes } from '#lib/api/routes.ts'

// The same for everybody and known at the build: what the API can do is in its source as well.
export const dynamic = 'force-static'

export function GET(): Response {
  return Response.json(openApiDocument(routes))
}
