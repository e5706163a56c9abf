'use client'

import { Radar } from 'lucide-react'
import { usePathname, useSearchParams } from 'next/navigation'
import { Suspense, useState } from 'react'
import { z } from 'zod'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toaster.client.tsx'
import { joinScans, scanParameter } from './scan-parameter.ts'

/** The body of POST /api/v1/scans. */
export type ScanNowRequest = { readonly identityId: string } | { readonly endpointIds: readonly string[] }

const startedSchema = z.object({ scans: z.array(z.object({ id: z.string() })) })
const problemSchema = z.object({ detail: z.string() })

/** Starts a scan and puts it into the URL, where `ScanProgress` follows it. For analysts. */
export function ScanNow({
  request,
  label = 'Scan now',
  disabled = false,
}: {
  request: ScanNowRequest
  label?: string
  disabled?: boolean
}) {
  return (
    <Suspense fallback={<Button disabled>{label}</Button>}>
      <StartButton request={request} label={label} disabled={disabled} />
    </Suspense>
  )
}

function StartButton({ request, label, disabled }: { request: ScanNowRequest; label: string; disabled: boolean }) {
  const pathname = usePathname()
  const search = useSearchParams()
  const [pending, setPending] = useState(false)
  const start = async () => {
    setPending(true)
    const answer = await startScan(request).catch(() => 'The server did not answer; no scan may have been started.')
    setPending(false)
    if (typeof answer === 'string') return toast.error(answer)
    const query = new URLSearchParams(search)
    query.set(scanParameter, joinScans(answer))
    window.history.replaceState(null, '', `${pathname}?${query}`)
  }
  return (
    <Button disabled={disabled || pending} onClick={() => void start()}>
      <Radar aria-hidden="true" />
      {pending ? 'Starting …' : label}
    </Button>
  )
}

/** The ids of the scans, or why there are none. */
async function startScan(request: ScanNowRequest): Promise<string[] | string> {
  const response = await fetch('/api/v1/scans', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const body: unknown = await response.json()
  if (response.ok) return startedSchema.parse(body).scans.map(({ id }) => id)
  const problem = problemSchema.safeParse(body)
  return problem.success ? problem.data.detail : `The server answered ${response.status}.`
}
