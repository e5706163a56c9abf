import type { AddressObserver, ClientKeyPairs } from '#lib/scan/observe-options.ts'
import type { Pacer } from '#lib/scan/pacer.ts'
import type { Scope } from '#lib/scan/scope.ts'

/** What a job may need of the worker that runs it. */
export interface JobContext {
  /** Aborts when the worker is to stop: hand back what is under way, and return. */
  readonly signal: AbortSignal
  /** Set for the jobs of a site. */
  readonly siteId: string | null
  /** Connections at once. */
  readonly concurrency: number
  /** Of one connection. */
  readonly timeoutMs: number
  /** The product's own services as the worker found them at its start; no scan dials them. */
  readonly ownServices: Scope['forbidden']
  /** The queue gives the job up where it fails this time. */
  readonly lastAttempt: boolean
  /** One for all that this worker dials. */
  readonly pacer: Pacer
  /** Who looks at addresses; absent: the thread that runs the job. */
  readonly observer?: AddressObserver
  /** Reads the clients that the mTLS probes play; null where there are none. */
  readonly readClients?: () => ClientKeyPairs | null
}

/** One kind of background work: load, do, save. Everything that it does may be done twice. */
export interface JobHandler {
  /** Equals the file's name. */
  readonly name: string
  /** Runs only at workers of the site that the job belongs to. */
  readonly perSite: boolean
  /** Somebody waits for it: it runs in slots that no other work can take. */
  readonly awaited?: true
  /** A pattern of cron (UTC) for work that runs by itself. */
  readonly cron?: string
  run(payload: unknown, context: JobContext): Promise<void>
}

/** The site of a job that has one. */
export function siteOf(context: JobContext): string {
  if (context.siteId === null) throw new Error('the job belongs to no site')
  return context.siteId
}
