'use client'

import Link from 'next/link'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { EndpointAction } from '#lib/data/endpoints/bulk-action.ts'
import type { BulkSummary } from '#lib/data/endpoints/bulk-summary.ts'
import { announce } from '../shell/live-region.client.tsx'
import type { Selection } from '../table/column.ts'
import { Button } from '../ui/button.tsx'
import { countText } from '../ui/count-link.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { toast } from '../ui/toaster.client.tsx'
import { BindDialog } from './bind-dialog.client.tsx'
import { RemoveDialog } from './remove-dialog.client.tsx'
import { joinScans, scanParameter } from './scan-parameter.ts'

export type BulkAction = (input: {
  selection: { kind: 'ids'; ids: string[] } | { kind: 'all'; query: string }
  change: EndpointAction
}) => Promise<ActionResult<BulkSummary>>

export interface BulkOptions {
  readonly mayRemove: boolean
  readonly change: BulkAction
}

const done = {
  scan: 'queued for a scan',
  bind: 'bound anew',
  enable: 'switched on',
  disable: 'switched off',
  remove: 'removed',
} as const satisfies Record<EndpointAction['action'], string>

/** What can be done with a selection; scans are followed on the page, and what did not go through is named. */
export function EndpointBulkActions({
  selection,
  clear,
  mayRemove,
  change,
}: BulkOptions & { selection: Selection; clear: () => void }) {
  const [summary, setSummary] = useState<BulkSummary | null>(null)
  const [pending, setPending] = useState(false)
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const follow = (scanIds: readonly string[]) => {
    const query = new URLSearchParams(search)
    query.set(scanParameter, joinScans(scanIds))
    router.replace(`${pathname}?${query}`, { scroll: false })
  }
  const send = async (action: EndpointAction): Promise<string | null> => {
    setPending(true)
    const chosen =
      selection.kind === 'all'
        ? { kind: selection.kind, query: withoutScans(selection.query) }
        : { kind: selection.kind, ids: [...selection.ids] }
    const result = await change({ selection: chosen, change: action }).catch(() => null)
    setPending(false)
    if (result === null) return 'The server did not answer; reload to see what was changed.'
    if (!result.ok) return result.message
    const text = `${countText(result.value.counts.changed)} ${done[action.action]}`
    announce(text)
    toast.success(text)
    if (result.value.scanIds.length > 0) follow(result.value.scanIds)
    if (result.value.failures.length > 0) setSummary(result.value)
    else clear()
    return null
  }
  const direct = async (action: EndpointAction) => {
    const problem = await send(action)
    if (problem !== null) toast.error(problem)
  }
  return (
    <>
      <Button size="sm" variant="primary" disabled={pending} onClick={() => void direct({ action: 'scan' })}>
        Scan now
      </Button>
      <BindDialog size="sm" send={(identityId) => send({ action: 'bind', identityId })} />
      <Button size="sm" disabled={pending} onClick={() => void direct({ action: 'enable' })}>
        Enable
      </Button>
      <Button size="sm" disabled={pending} onClick={() => void direct({ action: 'disable' })}>
        Disable
      </Button>
      {mayRemove ? <RemoveDialog size="sm" what="these endpoints" send={() => send({ action: 'remove' })} /> : null}
      <Outcome
        summary={summary}
        onClose={() => {
          setSummary(null)
          clear()
        }}
      />
    </>
  )
}

/** The scans that the page follows are its own parameter, and no part of the filter. */
function withoutScans(query: string): string {
  const rest = new URLSearchParams(query)
  rest.delete(scanParameter)
  return rest.toString()
}

function Outcome({ summary, onClose }: { summary: BulkSummary | null; onClose: () => void }) {
  if (summary === null) return null
  const { changed, unchanged, refused, 'not-found': missing } = summary.counts
  const failed = refused + missing
  const parts = [
    `${countText(changed)} taken`,
    ...(unchanged === 0 ? [] : [`${countText(unchanged)} stood so already`]),
  ]
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`${countText(failed)} not taken`}
      description={`${parts.join(', ')}.`}
    >
      <ul className="divide-y">
        {summary.failures.map((failure) => (
          <li key={failure.id} className="py-2 [overflow-wrap:anywhere]">
            <Link href={`/endpoints/${failure.id}`} className="link">
              {failure.name}
            </Link>
            <p className="text-ink-2 text-xs">{failure.problem}</p>
          </li>
        ))}
      </ul>
      {failed > summary.failures.length ? (
        <p className="text-ink-3 text-xs">The first {countText(summary.failures.length)} are shown.</p>
      ) : null}
    </Dialog>
  )
}
