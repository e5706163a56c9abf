'use client'

import { type ReactNode, useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { Approval } from '#lib/data/findings/approval-of.ts'
import type { Changed } from '#lib/data/findings/change-finding.ts'
import type { FindingStatus } from '#lib/data/findings/filter.ts'
import { announce } from '../shell/live-region.client.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { toast } from '../ui/toaster.client.tsx'
import {
  type AcceptanceBounds,
  AcceptForm,
  type Assignee,
  AssignForm,
  type ChangeInput,
  DeclineForm,
  FalsePositiveForm,
} from './change-form.client.tsx'

export interface ChangeTarget {
  readonly id: string
  readonly updatedAt: Date
}

export type ChangeAction = (input: {
  id: string
  updatedAt?: Date | undefined
  change: ChangeInput
}) => Promise<ActionResult<Changed>>

const done = {
  acknowledge: 'Acknowledged',
  accept: 'Accepted',
  approve: 'Approved',
  decline: 'Declined',
  'false-positive': 'Called a false positive',
  reopen: 'Reopened',
  assign: 'Assigned',
  comment: 'Comment added',
} as const satisfies Record<ChangeInput['action'], string>

const unlike = {
  proposed: 'Proposed: an administrator approves or declines it',
  unchanged: 'It stood so already',
} as const satisfies Record<Exclude<Changed, 'changed'>, string>

/** Sends a change; tells what went wrong, else null. A finding that somebody else changed is said to be so. */
export async function sendChange(
  action: ChangeAction,
  target: ChangeTarget,
  change: ChangeInput,
): Promise<string | null> {
  const result = await action({ id: target.id, updatedAt: target.updatedAt, change }).catch(() => null)
  if (result === null) return 'The server did not answer; nothing is known to be saved. Try again.'
  if (!result.ok)
    return result.code === 'conflict' ? `${result.message} Reload the page to see how it stands.` : result.message
  const text = result.value === 'changed' ? done[change.action] : unlike[result.value]
  toast.success(text)
  announce(text)
  return null
}

/** What can be done with one finding as it stands. */
export function FindingActions({
  target,
  status,
  assigneeId,
  acceptance,
  approval,
  assignees,
  change,
}: {
  target: ChangeTarget
  status: FindingStatus
  assigneeId: string | null
  acceptance: AcceptanceBounds
  approval: Approval
  assignees: readonly Assignee[]
  change: ChangeAction
}) {
  const send = (input: ChangeInput) => sendChange(change, target, input)
  const active = status === 'open' || status === 'acknowledged'
  return (
    <>
      {approval.mayApprove ? (
        <DirectButton
          label="Approve the acceptance"
          variant="primary"
          send={() => send({ action: 'approve', note: undefined })}
        />
      ) : null}
      {approval.mayDecline ? (
        <ChangeDialog label="Decline …" title="Decline the acceptance, or take it back">
          {(close) => <DeclineForm onSubmit={closing(send, close)} />}
        </ChangeDialog>
      ) : null}
      {status === 'open' ? (
        <DirectButton
          label="Acknowledge"
          variant={approval.mayApprove ? 'secondary' : 'primary'}
          send={() => send({ action: 'acknowledge', note: undefined })}
        />
      ) : null}
      {active || status === 'accepted' ? (
        <ChangeDialog
          label={status === 'accepted' ? 'Change the end' : 'Accept …'}
          title="Accept this finding for a time"
        >
          {(close) => (
            <AcceptForm
              bounds={acceptance}
              verb={approval.proposes ? 'Propose' : 'Accept'}
              approval={approvalWords(approval)}
              onSubmit={closing(send, close)}
            />
          )}
        </ChangeDialog>
      ) : null}
      {active ? (
        <ChangeDialog label="False positive …" title="Call this finding a false positive">
          {(close) => <FalsePositiveForm onSubmit={closing(send, close)} />}
        </ChangeDialog>
      ) : null}
      <ChangeDialog label="Assign …" title="Assign this finding">
        {(close) => <AssignForm assignees={assignees} assigneeId={assigneeId} onSubmit={closing(send, close)} />}
      </ChangeDialog>
      {status === 'open' || status === 'resolved' ? null : (
        <DirectButton label="Reopen" send={() => send({ action: 'reopen', note: undefined })} />
      )}
    </>
  )
}

function approvalWords({ proposes, sole }: Approval): string | undefined {
  if (proposes) return 'A severity of this kind needs somebody else: an administrator approves or declines it.'
  if (sole) return 'You are the only active administrator, so you approve it yourself; the record says so.'
  return undefined
}

function closing(send: (input: ChangeInput) => Promise<string | null>, close: () => void) {
  return async (input: ChangeInput) => {
    const problem = await send(input)
    if (problem === null) close()
    return problem
  }
}

export function ChangeDialog({
  label,
  title,
  description,
  size = 'md',
  children,
}: {
  label: string
  title: string
  description?: ReactNode
  size?: 'sm' | 'md'
  children: (close: () => void) => ReactNode
}) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={title}
      {...(description === undefined ? {} : { description })}
      trigger={<Button size={size}>{label}</Button>}
    >
      {children(() => setOpen(false))}
    </Dialog>
  )
}

function DirectButton({
  label,
  variant = 'secondary',
  send,
}: {
  label: string
  variant?: 'primary' | 'secondary'
  send: () => Promise<string | null>
}) {
  const [pending, setPending] = useState(false)
  const press = async () => {
    setPending(true)
    const problem = await send()
    setPending(false)
    if (problem !== null) toast.error(problem)
  }
  return (
    <Button variant={variant} disabled={pending} onClick={() => void press()}>
      {label}
    </Button>
  )
}
