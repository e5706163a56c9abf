import { log } from '#lib/core/log.ts'
import { evaluateDue } from '#lib/data/evaluation/evaluate-due.ts'
import { claimDocuments, type DueDocument, releaseDocuments } from '#lib/data/revocation/claim-documents.ts'
import { fetching } from '#lib/data/revocation/evidence-kind.ts'
import { isFetchingOn } from '#lib/data/revocation/fetch-switch.ts'
import { judgeUnjudged } from '#lib/data/revocation/judge-unjudged.ts'
import { markEndpointsDue, markNamingEndpointsDue } from '#lib/data/revocation/mark-due.ts'
import { recordSources } from '#lib/data/revocation/record-sources.ts'
import { type Fetch, saveFetch } from '#lib/data/revocation/save-fetch.ts'
import { concurrently } from '#lib/scan/concurrently.ts'
import { type FetchOptions, fetchDocument } from '#lib/scan/fetch/fetch-document.ts'
import { describeFailure, type FetchFailure, type FetchOutcome } from '#lib/scan/fetch/fetch-outcome.ts'
import { type JobContext, siteOf } from './handler.ts'
import { scanOptions } from './run-scan.ts'

/** Documents of one claim. */
const batchSize = 60
/** Hosts at once; of each, one document at a time. */
const hostsAtOnce = 8
/** A run leaves the rest to the next one. */
const mostPerRun = 1200

/**
 * Fetches what is due of a site, judges by it, and makes due for evaluation what that may have changed. Apart from every
 * scan: no scan waits for it. Ends early where the worker stops, and hands back what was not tried.
 */
export async function runFetches(context: JobContext, limits?: FetchOptions['limits']): Promise<void> {
  const siteId = siteOf(context)
  if (!(await isFetchingOn(siteId))) return
  const { scope } = await scanOptions(context, context.signal)
  await recordSources(siteId)
  await tell({ certificateIds: await judgeUnjudged(siteId, new Date()), urls: [] })
  for (let tried = 0; tried < mostPerRun && !context.signal.aborted; tried += batchSize) {
    const claimed = await claimDocuments(siteId, batchSize)
    if (claimed.length === 0) return
    const hosts = [...Map.groupBy(claimed, hostOf).values()]
    const options = { scope, signal: context.signal, ...(limits && { limits }) }
    const moved = await Array.fromAsync(concurrently(hosts, hostsAtOnce, (documents) => fetchAll(documents, options)))
    await tell({
      certificateIds: moved.flatMap(({ certificateIds }) => certificateIds),
      urls: moved.flatMap(({ urls }) => urls),
    })
    if (claimed.every(({ kind }) => kind !== 'issuer')) continue
    // Issuers that were fetched point on, once a verdict has taken them in.
    while ((await evaluateDue(new Date())) > 0 && !context.signal.aborted);
    await recordSources(siteId)
  }
}

interface Moved {
  readonly certificateIds: readonly string[]
  readonly urls: readonly string[]
}

async function tell({ certificateIds, urls }: Moved): Promise<void> {
  const now = new Date()
  await markEndpointsDue(certificateIds, now)
  await markNamingEndpointsDue(urls, now)
}

/** The documents of one host, one after another. A host that is not there is not asked again and again. */
async function fetchAll(documents: readonly DueDocument[], options: FetchOptions): Promise<Moved> {
  const moved: Moved[] = []
  let absent: FetchFailure | null = null
  for (const [index, document] of documents.entries()) {
    try {
      const outcome: FetchOutcome = absent ?? (await fetchDocument(requestOf(document), options))
      if (isAbsent(outcome)) absent = outcome
      moved.push(await saveFetch(document, toFetch(outcome), new Date()))
    } catch (error) {
      if (options.signal?.aborted) {
        await releaseDocuments(documents.slice(index).map(({ id }) => id))
        break
      }
      log.error({ err: error, url: document.url }, 'what was fetched could not be recorded')
    }
  }
  return { certificateIds: moved.flatMap((one) => one.certificateIds), urls: moved.flatMap((one) => one.urls) }
}

function hostOf({ url }: DueDocument): string {
  return URL.parse(url)?.host ?? ''
}

function requestOf({ kind, url, request, etag }: DueDocument): Parameters<typeof fetchDocument>[0] {
  const { maxBytes, accept, question } = fetching[kind]
  return {
    url,
    maxBytes,
    accept,
    ...(question !== null && request !== null && { post: { body: request, type: question } }),
    ...(etag !== null && { etag }),
  }
}

function isAbsent(outcome: FetchOutcome): outcome is FetchFailure {
  if (outcome.kind === 'timeout') return outcome.during === 'connect' || outcome.during === 'resolve'
  return outcome.kind === 'refused' || outcome.kind === 'unreachable' || outcome.kind === 'dns-failure'
}

function toFetch(outcome: FetchOutcome): Fetch {
  if (outcome.kind === 'answer' || outcome.kind === 'not-modified') return outcome
  return { kind: 'failure', failure: describeFailure(outcome) }
}
