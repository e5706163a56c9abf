'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import { longestAcceptanceDays } from '#lib/checks/longest-acceptance.ts'
import type { Severity } from '#lib/core/severity.ts'
import { dayMs } from '#lib/core/time.ts'
import type { BulkSummary } from '#lib/data/findings/bulk-summary.ts'
import { announce } from '../shell/live-region.client.tsx'
import type { Selection } from '../table/column.ts'
import { Button } from '../ui/button.tsx'
import { countText } from '../ui/count-link.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { severityWords } from '../ui/severity-badge.tsx'
import { toast } from '../ui/toaster.client.tsx'
import {
  AcceptForm,
  type Assignee,
  AssignForm,
  type ChangeInput,
  DeclineForm,
  FalsePositiveForm,
} from './change-form.client.tsx'
import { ChangeDialog } from './finding-actions.client.tsx'

export type BulkAction = (input: {
  selection: { kind: 'ids'; ids: string[] } | { kind: 'all'; query: string }
  change: ChangeInput
}) => Promise<ActionResult<BulkSummary>>

export interface BulkOptions {
  readonly assignees: readonly Assignee[]
  /** From this severity on an acceptance becomes a proposal; null: none does. */
  readonly proposesFrom: Severity | null
  readonly mayApprove: boolean
  readonly change: BulkAction
}

/** A finding whose certificate ends before is refused and named. */
const longestMs = longestAcceptanceDays * dayMs

/** What can be done with a selection, and the names of those for which it did not go through. */
export function FindingBulkActions({
  selection,
  clear,
  assignees,
  proposesFrom,
  mayApprove,
  change,
}: BulkOptions & { selection: Selection; clear: () => void }) {
  const [summary, setSummary] = useState<BulkSummary | null>(null)
  const [pending, setPending] = useState(false)
  const send = async (input: ChangeInput): Promise<string | null> => {
    setPending(true)
    const chosen = selection.kind === 'all' ? selection : { kind: selection.kind, ids: [...selection.ids] }
    const result = await change({ selection: chosen, change: input }).catch(() => null)
    setPending(false)
    if (result === null) return 'The server did not answer; reload to see what was changed.'
    if (!result.ok) return result.message
    const { changed, proposed } = result.value.counts
    const waiting = proposed === 0 ? '' : `, ${countText(proposed)} wait for approval`
    const text = `${countText(changed)} changed${waiting}`
    announce(text)
    if (result.value.failures.length > 0) setSummary(result.value)
    else {
      toast.success(text)
      clear()
    }
    return null
  }
  const direct = async (input: ChangeInput) => {
    const problem = await send(input)
    if (problem !== null) toast.error(problem)
  }
  return (
    <>
      <Button
        size="sm"
        variant="primary"
        disabled={pending}
        onClick={() => void direct({ action: 'acknowledge', note: undefined })}
      >
        Acknowledge
      </Button>
      <ChangeDialog size="sm" label="Accept …" title="Accept these findings for a time">
        {(close) => (
          <AcceptForm
            bounds={{ latest: new Date(Date.now() + longestMs), certificateEndsAt: null }}
            note={`At most ${longestAcceptanceDays} days; a finding whose certificate ends earlier is left as it is and named.`}
            approval={
              proposesFrom === null
                ? undefined
                : `What is ${severityWords[proposesFrom].toLowerCase()} or worse becomes a proposal: an administrator approves or declines it.`
            }
            onSubmit={thenClose(send, close)}
          />
        )}
      </ChangeDialog>
      <ChangeDialog size="sm" label="False positive …" title="Call these findings false positives">
        {(close) => <FalsePositiveForm onSubmit={thenClose(send, close)} />}
      </ChangeDialog>
      <ChangeDialog size="sm" label="Assign …" title="Assign these findings">
        {(close) => <AssignForm assignees={assignees} assigneeId={null} onSubmit={thenClose(send, close)} />}
      </ChangeDialog>
      <Button size="sm" disabled={pending} onClick={() => void direct({ action: 'reopen', note: undefined })}>
        Reopen
      </Button>
      {mayApprove ? (
        <Button size="sm" disabled={pending} onClick={() => void direct({ action: 'approve', note: undefined })}>
          Approve
        </Button>
      ) : null}
      <ChangeDialog size="sm" label="Decline …" title="Decline the acceptances that wait here, or take yours back">
        {(close) => <DeclineForm onSubmit={thenClose(send, close)} />}
      </ChangeDialog>
      <Failures
        summary={summary}
        onClose={() => {
          setSummary(null)
          clear()
        }}
      />
    </>
  )
}

function thenClose(send: (input: ChangeInput) => Promise<string | null>, close: () => void) {
  return async (input: ChangeInput) => {
    const problem = await send(input)
    if (problem === null) close()
    return problem
  }
}

function Failures({ summary, onClose }: { summary: BulkSummary | null; onClose: () => void }) {
  if (summary === null) return null
  const { changed, proposed, unchanged, refused, conflict, 'not-found': missing } = summary.counts
  const failed = refused + conflict + missing
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`${countText(failed)} not changed`}
      description={`${countText(changed)} changed, ${countText(proposed)} wait for approval, ${countText(unchanged)} stood so already.`}
    >
      <ul className="divide-y">
        {summary.failures.map((failure) => (
          <li key={failure.id} className="py-2 [overflow-wrap:anywhere]">
            <Link href={`/findings/${failure.id}`} className="link">
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
