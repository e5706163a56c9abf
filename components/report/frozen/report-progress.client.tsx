'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { reportStatuses } from '#lib/data/report-snapshots/filter.ts'
import { askApi } from '../../discovery/ask-api.ts'
import { announce } from '../../shell/live-region.client.tsx'
import { Progress } from '../../ui/progress.tsx'

const everyMs = 1000
/** After an answer that did not come. */
const laterMs = 5000

const progressSchema = z.object({ status: z.enum(reportStatuses), done: z.number(), total: z.number() })

type ReportProgressState = z.output<typeof progressSchema>

/** A report as it is made. Nothing is kept here: a reload goes on from what the server says. */
export function ReportProgress({ id, initial }: { id: string; initial: ReportProgressState }) {
  const router = useRouter()
  const [state, setState] = useState(initial)
  const [lost, setLost] = useState(false)
  const over = state.status !== 'queued' && state.status !== 'running'
  useEffect(() => {
    if (over) {
      announce('The report is over')
      router.refresh()
      return
    }
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const ask = async () => {
      const answer = await askApi('GET', `/api/v1/reports/${id}`, undefined, abort.signal)
      const read = answer.ok ? progressSchema.safeParse(answer.value) : null
      setLost(!read?.success)
      if (read?.success) setState(read.data)
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
  }, [id, over, router])
  return (
    <section aria-label="Progress" className="no-print grid gap-2 rounded-lg border bg-surface p-3">
      <Progress
        done={state.done}
        total={state.total === 0 ? null : state.total}
        label={state.status === 'queued' ? 'Waiting for a worker' : 'Freezing verdicts and their evidence'}
      />
      <p className="text-ink-2 text-xs">
        Nothing is scanned. You may leave this page: the report stays.
        {lost ? ' The server did not answer; asking again.' : ''}
      </p>
    </section>
  )
}
