'use client'

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { InputProblem } from '#lib/core/errors.ts'
import { problemOf } from '../discovery/draft-rules.ts'
import { Button } from '../ui/button.tsx'
import { Input, Select } from '../ui/input.tsx'
import type { DraftOwnership } from './draft-ownership.ts'

interface Choice {
  readonly id: string
  readonly name: string
}

/** One rule of ownership with its place in the list. */
export function OwnershipRuleRow({
  draft,
  index,
  last,
  matched,
  problems,
  environments,
  assignees,
  onChange,
  onMove,
  onDelete,
}: {
  draft: DraftOwnership
  index: number
  last: boolean
  /** Identities that fall under it; null where that is not known. */
  matched: number | null
  problems: readonly InputProblem[]
  environments: readonly Choice[]
  assignees: readonly Choice[]
  onChange: (change: Partial<DraftOwnership>) => void
  onMove: (to: number) => void
  onDelete: () => void
}) {
  // What is still empty is no fault yet; the list says that it is wanted.
  const field = (name: keyof DraftOwnership) => ({
    id: `${draft.id}-${name}`,
    problem: draft[name] === '' ? undefined : problemOf(problems, index, name),
  })
  return (
    <>
      <legend className="sr-only">Rule {index + 1}</legend>
      <span aria-hidden="true" className="nums text-ink-3 sm:pt-6.5">
        {index + 1}
      </span>
      <Labelled
        {...field('namePattern')}
        label={matched === null ? 'Identities' : `Identities (${matched.toLocaleString('en')} match)`}
      >
        <Input
          id={`${draft.id}-namePattern`}
          value={draft.namePattern}
          spellCheck={false}
          placeholder="*.pay.example.com"
          onChange={(event) => onChange({ namePattern: event.target.value })}
        />
      </Labelled>
      <Labelled {...field('environmentId')} label="Environment">
        <Select
          id={`${draft.id}-environmentId`}
          value={draft.environmentId}
          onChange={(event) => onChange({ environmentId: event.target.value })}
        >
          <option value="">Any</option>
          {environments.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Labelled>
      <Labelled {...field('owner')} label="Owner">
        <Input
          id={`${draft.id}-owner`}
          value={draft.owner}
          placeholder="Payments"
          onChange={(event) => onChange({ owner: event.target.value })}
        />
      </Labelled>
      <Labelled {...field('assigneeId')} label="New findings to">
        <Select
          id={`${draft.id}-assigneeId`}
          value={draft.assigneeId}
          onChange={(event) => onChange({ assigneeId: event.target.value })}
        >
          <option value="">Nobody</option>
          {assignees.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Labelled>
      <span className="flex gap-1 sm:mt-4.5">
        <IconButton label={`Move rule ${index + 1} up`} disabled={index === 0} onClick={() => onMove(index - 1)}>
          <ArrowUp aria-hidden="true" />
        </IconButton>
        <IconButton label={`Move rule ${index + 1} down`} disabled={last} onClick={() => onMove(index + 1)}>
          <ArrowDown aria-hidden="true" />
        </IconButton>
        <IconButton label={`Delete rule ${index + 1}`} disabled={false} onClick={onDelete}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      </span>
    </>
  )
}

function IconButton({
  label,
  disabled,
  onClick,
  children,
}: {
  label: string
  disabled: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <Button size="icon" variant="quiet" aria-label={label} disabled={disabled} onClick={onClick}>
      {children}
    </Button>
  )
}

function Labelled({
  id,
  label,
  problem,
  children,
}: {
  id: string
  label: string
  problem: string | undefined
  children: ReactNode
}) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <label htmlFor={id} className="text-ink-3 text-xs">
        {label}
      </label>
      {children}
      {problem === undefined ? null : (
        <p role="alert" className="text-danger text-xs">
          {problem}
        </p>
      )}
    </div>
  )
}
