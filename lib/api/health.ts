import { listObstacles } from '#lib/data/readiness.ts'

const headers = { 'cache-control': 'no-store' }

/** The process is alive and answers; nothing else is asked. */
export function health(): Response {
  return Response.json({ status: 'alive' }, { headers })
}

/** 200 where work can be done, else 503 with the reasons. */
export async function ready(): Promise<Response> {
  const reasons = await listObstacles()
  const status = reasons.length === 0 ? 'ready' : 'not-ready'
  return Response.json({ status, reasons }, { status: reasons.length === 0 ? 200 : 503, headers })
}
