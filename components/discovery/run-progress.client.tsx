'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { announce } from '../shell/live-region.client.tsx'
import { Button } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { toast } from '../ui/toaster.client.tsx'
import { type RunProgress, runProgress } from './answers.ts'
import { askApi } from './ask-api.ts'

const everyMs = 1000
/** After an answer that did not come. */
const laterMs = 5000
/** Steps after which the results of the page are read anew while the run goes on. */
const refreshEvery = 5

const words = {
  queued: 'Waiting for a worker',
  running: 'Searching',
  cancelling: 'Cancelling',
  cancelled: 'Cancelled',
  done: 'Done',
  failed: 'Failed',
} as const satisfies Record<RunProgress['status'], string>

/** A discovery run as it moves. Nothing is kept here: a reload goes on from what the server says. */
export function DiscoveryProgress({
  runId,
  initial,
  canCancel,
}: {
  runId: string
  initial: RunProgress
  canCancel: boolean
}) {
  const { run, lost } = useRun(runId, initial)
  const [cancelling, setCancelling] = useState(false)
  if (isOver(run)) return null
  const cancel = async () => {
    setCancelling(true)
    const answer = await askApi('POST', `/api/v1/discovery/${runId}/cancel`)
    if (answer.ok) return
    setCancelling(false)
    toast.error(answer.message)
  }
  return (
    <section aria-label="Progress" className="no-print grid gap-2 rounded-lg border bg-surface p-3">
      <Progress done={run.done} total={run.total} label={words[run.status]} />
      <div className="flex flex-wrap items-center justify-between gap-2 text-ink-2 text-xs">
        <span className="nums">
          {run.found.toLocaleString('en')} found · {run.refused.toLocaleString('en')} out of scope
          {lost ? ' · the server did not answer; asking again' : ''}
        </span>
        {canCancel ? (
          <Button size="sm" disabled={cancelling || run.status === 'cancelling'} onClick={() => void cancel()}>
            {cancelling || run.status === 'cancelling' ? 'Cancelling …' : 'Cancel the run'}
          </Button>
        ) : null}
      </div>
    </section>
  )
}

function useRun(runId: string, initial: RunProgress): { run: RunProgress; lost: boolean } {
  const router = useRouter()
  const [run, setRun] = useState(initial)
  const [lost, setLost] = useState(false)
  const over = isOver(run)
  useEffect(() => {
    if (over) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    let step = 0
    const ask = async () => {
      const answer = await askApi('GET', `/api/v1/discovery/${runId}`, undefined, abort.signal)
      const read = answer.ok ? runProgress.safeParse(answer.value) : null
      setLost(!read?.success)
      step += 1
      if (read?.success) {
        setRun(read.data)
        if (isOver(read.data)) announce(`The search is over: ${read.data.found} found`)
        if (isOver(read.data) || step % refreshEvery === 0) router.refresh()
      }
      timer = setTimeout(start, read?.success ? everyMs : laterMs)
    }
    const start = () => {
      // Aborted when the page is left.
      ask().catch(() => undefined)
    }
    timer = setTimeout(start, everyMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [runId, over, router])
  return { run, lost }
}

function isOver({ status }: RunProgress): boolean {
  return status === 'done' || status === 'cancelled' || status === 'failed'
}
