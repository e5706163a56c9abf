'use client'

import { type FormEvent, useId, useState } from 'react'
import { longestAcceptanceDays } from '#lib/checks/longest-acceptance.ts'
import { dayMs } from '#lib/core/time.ts'
import type { FindingChange } from '#lib/data/findings/finding-change.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextareaField } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Notice } from '../ui/notice.tsx'
import { absoluteTime } from '../ui/time.tsx'

/** A change as the browser sends it. */
export type ChangeInput =
  | Exclude<FindingChange, { action: 'accept' }>
  | { readonly action: 'accept'; readonly until: string; readonly reason: string }

export interface Assignee {
  readonly id: string
  readonly name: string
}

export interface AcceptanceBounds {
  readonly latest: Date
  /** Set where a certificate sets the limit. */
  readonly certificateEndsAt: Date | null
}

interface FormProps {
  /** Tells what went wrong, else null: the form is done then. */
  readonly onSubmit: (change: ChangeInput) => Promise<string | null>
}

/** The end and the reason of an acceptance. */
export function AcceptForm({
  bounds,
  note,
  verb = 'Accept',
  approval,
  onSubmit,
}: FormProps & {
  bounds: AcceptanceBounds
  note?: string
  verb?: 'Accept' | 'Propose'
  /** Who approves it, where that is not simply the reader. */
  approval?: string | undefined
}) {
  const [now] = useState(() => new Date())
  const presets = presetsWithin(bounds, now)
  const [chosen, setChosen] = useState(presets[0]?.until ?? 'date')
  const [date, setDate] = useState('')
  const name = useId()
  const until = chosen === 'date' ? date : chosen
  return (
    <ReasonForm
      verb={verb}
      hint="Why the risk may stand until then. It is kept in the history and in the audit log."
      ready={until !== ''}
      onSubmit={(reason) =>
        onSubmit({ action: 'accept', until: chosen === 'date' ? `${date}T00:00:00Z` : chosen, reason })
      }
    >
      {approval === undefined ? null : <Notice>{approval}</Notice>}
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium text-sm">Accepted until</legend>
        {presets.map((preset) => (
          <label key={preset.until} className="flex items-center gap-2 text-sm">
            <input
              type="radio"
              name={name}
              checked={chosen === preset.until}
              onChange={() => setChosen(preset.until)}
              className="accent-accent"
            />
            {preset.label}
            <span className="nums text-ink-3 text-xs">{absoluteTime(new Date(preset.until))}</span>
          </label>
        ))}
        <label className="flex flex-wrap items-center gap-2 text-sm">
          <input
            type="radio"
            name={name}
            checked={chosen === 'date'}
            onChange={() => setChosen('date')}
            className="accent-accent"
          />
          A day, from 00:00 UTC
          <Input
            type="date"
            aria-label="Day"
            className="w-40"
            min={dayText(new Date(now.getTime() + dayMs))}
            max={dayText(bounds.latest)}
            value={date}
            onFocus={() => setChosen('date')}
            onChange={(event) => setDate(event.target.value)}
          />
        </label>
        <p className="text-ink-3 text-xs">
          {note ??
            (bounds.certificateEndsAt === null
              ? `At most ${longestAcceptanceDays} days.`
              : `At most until the certificate ends, ${absoluteTime(bounds.certificateEndsAt)}.`)}{' '}
          It opens again by itself then.
        </p>
      </fieldset>
    </ReasonForm>
  )
}

export function FalsePositiveForm({ onSubmit }: FormProps) {
  return (
    <ReasonForm
      verb="Call it a false positive"
      hint="What the check got wrong. The finding stays silent until the check passes."
      onSubmit={(reason) => onSubmit({ action: 'false-positive', reason })}
    />
  )
}

export function DeclineForm({ onSubmit }: FormProps) {
  return (
    <ReasonForm
      verb="Decline"
      hint="Why the risk may not stand. It is kept in the history and in the audit log."
      onSubmit={(reason) => onSubmit({ action: 'decline', reason })}
    />
  )
}

export function AssignForm({
  assignees,
  assigneeId,
  onSubmit,
}: FormProps & { assignees: readonly Assignee[]; assigneeId: string | null }) {
  const [chosen, setChosen] = useState(assigneeId ?? '')
  return (
    <SubmitForm
      verb="Assign"
      onSubmit={() => onSubmit({ action: 'assign', assigneeId: chosen === '' ? null : chosen })}
    >
      <SelectField name="assignee" label="Assignee" value={chosen} onChange={(event) => setChosen(event.target.value)}>
        <option value="">Nobody</option>
        {assignees.map((user) => (
          <option key={user.id} value={user.id}>
            {user.name}
          </option>
        ))}
      </SelectField>
    </SubmitForm>
  )
}

function ReasonForm({
  verb,
  hint,
  ready = true,
  onSubmit,
  children,
}: {
  verb: string
  hint: string
  ready?: boolean
  onSubmit: (reason: string) => Promise<string | null>
  children?: React.ReactNode
}) {
  const [reason, setReason] = useState('')
  return (
    <SubmitForm verb={verb} ready={ready} onSubmit={() => onSubmit(reason)}>
      {children}
      <TextareaField
        name="reason"
        label="Reason"
        hint={hint}
        required
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </SubmitForm>
  )
}

function SubmitForm({
  verb,
  ready = true,
  onSubmit,
  children,
}: {
  verb: string
  ready?: boolean
  onSubmit: () => Promise<string | null>
  children: React.ReactNode
}) {
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setProblem(await onSubmit())
    setPending(false)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      {problem === null ? null : <Notice kind="error">{problem}</Notice>}
      {children}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={pending || !ready}>
          {pending ? 'Saving …' : verb}
        </Button>
      </div>
    </form>
  )
}

function presetsWithin(
  { latest, certificateEndsAt }: AcceptanceBounds,
  now: Date,
): { readonly label: string; readonly until: string }[] {
  const lengths = [7, 30, 90].map((days) => ({ label: `${days} days`, until: new Date(now.getTime() + days * dayMs) }))
  const end = certificateEndsAt === null ? [] : [{ label: 'Until the certificate ends', until: certificateEndsAt }]
  return [...lengths, ...end]
    .filter(({ until }) => until <= latest && until > now)
    .map(({ label, until }) => ({ label, until: until.toISOString() }))
}

function dayText(at: Date): string {
  return at.toISOString().slice(0, 10)
}
