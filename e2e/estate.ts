import { type APIRequestContext, expect } from '@playwright/test'
import { z } from 'zod'

const scans = z.object({
  rows: z.array(z.object({ siteName: z.string(), status: z.string(), total: z.number(), done: z.number() })),
})

const endpoints = z.object({
  rows: z.array(
    z.object({
      host: z.string(),
      port: z.number(),
      transport: z.string(),
      site: z.string(),
      lastOutcome: z.string().nullable(),
      mtls: z.string().nullable(),
    }),
  ),
})

/** Waits until the whole demo estate was scanned once. */
export async function demoScanned(request: APIRequestContext): Promise<void> {
  const isScanned = async () => {
    const { rows } = scans.parse(await (await request.get('/api/v1/scans')).json())
    return rows.some((scan) => scan.siteName === 'demo' && scan.status === 'done' && scan.done >= 40)
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
  const { rows } = endpoints.parse(await (await request.get('/api/v1/endpoints?q=demo.test&limit=100')).json())
  const demo = rows.filter(({ site, transport }) => site === 'demo' && transport === 'tls')
  const open = demo.filter(({ lastOutcome, mtls }) => lastOutcome === 'handshake' && mtls === 'NOT-REQUESTED')
  const silent = demo.find(({ lastOutcome }) => lastOutcome === 'timeout')
  if (silent === undefined) throw new Error('The demo estate has no server that is silent')
  return { open, silent }
}
