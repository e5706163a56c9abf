'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { Suspense, useEffect, useState } from 'react'
import { z } from 'zod'
import { announce } from '../shell/live-region.client.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { outcomeWords } from '../ui/outcome-badge.tsx'
import { Progress } from '../ui/progress.tsx'
import { joinScans, scanParameter, scansOf } from './scan-parameter.ts'

/** What the progress of a scan tells (GET /api/v1/scans/{id}), as far as it is shown. */
const progressSchema = z.object({
  status: z.enum(['queued', 'running', 'cancelling', 'cancelled', 'done', 'failed']),
  siteName: z.string(),
  total: z.number(),
  done: z.number(),
  reached: z.number(),
  error: z.string().nullable(),
  outcomes: z.record(z.string(), z.number()),
})

type ScanState = z.infer<typeof progressSchema>

/**
 * The scans that the URL names (`?scan=`), as they move: they survive a reload and can be sent to somebody. When one
 * ends the page's own data is read anew.
 */
export function ScanProgress({ canCancel }: { canCancel: boolean }) {
  return (
    <Suspense fallback={null}>
      <NamedScans canCancel={canCancel} />
    </Suspense>
  )
}

function NamedScans({ canCancel }: { canCancel: boolean }) {
  const pathname = usePathname()
  const search = useSearchParams()
  const ids = scansOf(search)
  const dismiss = (id: string) => {
    const query = new URLSearchParams(search)
    const rest = ids.filter((one) => one !== id)
    if (rest.length === 0) query.delete(scanParameter)
    else query.set(scanParameter, joinScans(rest))
    // The page need not be read anew: its data do not depend on this parameter.
    window.history.replaceState(null, '', query.size === 0 ? pathname : `${pathname}?${query}`)
  }
  if (ids.length === 0) return null
  return (
    <div className="no-print grid gap-2">
      {ids.map((id) => (
        <OneScan key={id} id={id} canCancel={canCancel} onDismiss={() => dismiss(id)} />
      ))}
    </div>
  )
}

/** One scan as it moves. When it ends the page's own data is read anew. */
export function OneScan({ id, canCancel, onDismiss }: { id: string; canCancel: boolean; onDismiss?: () => void }) {
  const { scan, problem } = useScan(id)
  const [cancelling, setCancelling] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const cancel = async () => {
    setCancelling(true)
    const response = await fetch(`/api/v1/scans/${id}/cancel`, { method: 'POST' }).catch(() => null)
    // 409: it ended by itself meanwhile, which the progress tells.
    if (response === null || (!response.ok && response.status !== 409)) {
      setRefusal('The scan could not be cancelled; try again.')
      setCancelling(false)
    }
  }
  if (scan === null) {
    if (problem === null)
      return (
        <Frame>
          <Progress done={0} total={null} label="Asking how far the scan is …" />
        </Frame>
      )
    return (
      <Notice kind="error">
        {problem} <Dismiss onDismiss={onDismiss} />
      </Notice>
    )
  }
  const over = isOver(scan)
  return (
    <Frame>
      <Progress done={scan.done} total={scan.total} label={words(scan)} />
      <div className="flex flex-wrap items-center justify-between gap-2 text-ink-2 text-xs">
        <span>{detail(scan)}</span>
        {over ? (
          <Dismiss onDismiss={onDismiss} />
        ) : canCancel ? (
          <Button size="sm" disabled={cancelling || scan.status === 'cancelling'} onClick={() => void cancel()}>
            {cancelling || scan.status === 'cancelling' ? 'Cancelling …' : 'Cancel the scan'}
          </Button>
        ) : null}
      </div>
      {refusal === null ? null : <p className="text-danger text-xs">{refusal}</p>}
      {problem === null || over ? null : <p className="text-ink-3 text-xs">{problem}</p>}
    </Frame>
  )
}

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <section aria-label="Scan" className="grid gap-2 rounded-lg border bg-surface p-3">
      {children}
    </section>
  )
}

function Dismiss({ onDismiss }: { onDismiss: (() => void) | undefined }) {
  if (onDismiss === undefined) return null
  return (
    <Button variant="quiet" size="sm" onClick={onDismiss}>
      Dismiss
    </Button>
  )
}

/** Follows a scan until it is over. A line that breaks is taken up again by the browser. */
function useScan(id: string): { scan: ScanState | null; problem: string | null } {
  const router = useRouter()
  const [scan, setScan] = useState<ScanState | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const source = new EventSource(`/api/v1/scans/${encodeURIComponent(id)}/events`)
    const onProgress = (event: MessageEvent<string>) => {
      const parsed = progressSchema.safeParse(JSON.parse(event.data))
      if (!parsed.success) return
      setProblem(null)
      setScan(parsed.data)
    }
    const onEnd = () => {
      source.close()
      // A short scan may be over before the first line is heard, so that what the page shows is read anew in any case.
      announce('The scan is over')
      router.refresh()
    }
    const onError = (event: Event) => {
      const ended = event instanceof MessageEvent || source.readyState === EventSource.CLOSED
      if (ended) source.close()
      setProblem(
        ended
          ? 'The scan could not be followed: it may be gone. Reload to try again.'
          : 'The line broke; connecting again …',
      )
    }
    source.addEventListener('progress', onProgress)
    source.addEventListener('end', onEnd)
    source.addEventListener('error', onError)
    return () => source.close()
  }, [id, router])
  return { scan, problem }
}

function isOver({ status }: ScanState): boolean {
  return status === 'done' || status === 'cancelled' || status === 'failed'
}

function words({ status, siteName }: ScanState): string {
  const said = {
    queued: 'Waiting for a worker',
    running: 'Scanning',
    cancelling: 'Cancelling',
    cancelled: 'Scan cancelled',
    done: 'Scan finished',
    failed: 'Scan failed',
  }
  return `${said[status]} · site ${siteName}`
}

function detail({ error, reached, outcomes }: ScanState): string {
  if (error !== null) return error
  const named = new Map<string, string>(Object.entries(outcomeWords))
  const others = Object.entries(outcomes).flatMap(([kind, count]) =>
    kind === 'handshake' ? [] : [`${named.get(kind) ?? kind}: ${count.toLocaleString('en')}`],
  )
  return [`Reached: ${reached.toLocaleString('en')}`, ...others].join(' · ')
}
