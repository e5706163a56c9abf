'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { askApi } from '../discovery/ask-api.ts'
import { announce } from '../shell/live-region.client.tsx'
import { Progress } from '../ui/progress.tsx'
import { statusWords } from './what-if-words.ts'

const everyMs = 1000
/** After an answer that did not come. */
const laterMs = 5000

const progressSchema = z.object({
  status: z.enum(['queued', 'running', 'done', 'failed']),
  done: z.number(),
  total: z.number(),
})

type WhatIfProgressState = z.output<typeof progressSchema>

/** A question as its answer comes. Nothing is kept here: a reload goes on from what the server says. */
export function WhatIfProgress({ id, initial }: { id: string; initial: WhatIfProgressState }) {
  const router = useRouter()
  const [state, setState] = useState(initial)
  const [lost, setLost] = useState(false)
  const over = state.status === 'done' || state.status === 'failed'
  useEffect(() => {
    if (over) {
      announce('The question is answered')
      router.refresh()
      return
    }
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const ask = async () => {
      const answer = await askApi('GET', `/api/v1/what-ifs/${id}`, undefined, abort.signal)
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
      <Progress done={state.done} total={state.total === 0 ? null : state.total} label={statusWords[state.status]} />
      <p className="text-ink-2 text-xs">
        Chains on record that are read and judged; nothing is scanned. You may leave this page: the answer stays.
        {lost ? ' The server did not answer; asking again.' : ''}
      </p>
    </section>
  )
}
