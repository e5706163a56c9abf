'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** Asks for the demo estate; `start` answers with what stands in the way, or null. */
export function DemoStart({
  start,
  label = 'Start the demo estate',
}: {
  start: () => Promise<string | null>
  label?: string
}) {
  const router = useRouter()
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, transition] = useTransition()
  const ask = () =>
    transition(async () => {
      setProblem(await start())
      router.refresh()
    })
  return (
    <div className="grid justify-items-center gap-2">
      <Button onClick={ask} disabled={pending} aria-busy={pending}>
        {label}
      </Button>
      {problem === null ? null : <Notice kind="error">{problem}</Notice>}
    </div>
  )
}
