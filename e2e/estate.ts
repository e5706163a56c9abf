import { type APIRequestContext, expect } from '@playwright/test'
import { z } from 'zod'

const endpoints = z.object({
  rows: z.array(
    z.object({
      host: z.string(),
      port: z.number(),
      transport: z.string(),
      site: z.string(),
      lastScanAt: z.string().nullable(),
      lastOutcome: z.string().nullable(),
      mtls: z.string().nullable(),
    }),
  ),
})

/** Waits until each endpoint of the demo estate was scanned. */
export async function demoScanned(request: APIRequestContext): Promise<void> {
  const isScanned = async () => {
    const demo = await demoEndpoints(request)
    return demo.length >= 40 && demo.every(({ lastScanAt }) => lastScanAt !== null)
  }
  await expect.poll(isScanned, { timeout: 120_000 }).toBe(true)
}

interface Server {
  readonly host: string
  readonly port: number
}

/** Servers of the demo estate: those that speak TLS from the first byte to anybody, and one that accepts and is silent. */
export async function demoServers(
  request: APIRequestContext,
): Promise<{ readonly open: readonly Server[]; readonly silent: Server }> {
  const demo = (await demoEndpoints(request)).filter(({ transport }) => transport === 'tls')
  const open = demo.filter(({ lastOutcome, mtls }) => lastOutcome === 'handshake' && mtls === 'NOT-REQUESTED')
  const silent = demo.find(({ lastOutcome }) => lastOutcome === 'timeout')
  if (silent === undefined) throw new Error('The demo estate has no server that is silent')
  return { open, silent }
}

async function demoEndpoints(request: APIRequestContext): Promise<z.output<typeof endpoints>['rows']> {
  const answer = await request.get('/api/v1/endpoints?q=demo.test&limit=100')
  return endpoints.parse(await answer.json()).rows.filter(({ site }) => site === 'demo')
}
