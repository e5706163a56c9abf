'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { OwnershipRule } from '#lib/data/ownership/ownership-rule.ts'
import { askApi } from '../discovery/ask-api.ts'
import { newUuid } from '../discovery/draft-rules.ts'
import { usePreview } from '../discovery/use-preview.ts'
import { announce } from '../shell/live-region.client.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'
import {
  type DraftOwnership,
  ownershipPreview,
  sameDrafts,
  savedOwnership,
  toDraft,
  toInput,
} from './draft-ownership.ts'
import { OwnershipPreview } from './ownership-preview.tsx'
import { OwnershipRuleRow } from './ownership-rule-row.client.tsx'

interface Choice {
  readonly id: string
  readonly name: string
}

/** The rules of ownership as a list to be edited; what saving would change is shown before. */
export function OwnershipEditor({
  rules,
  environments,
  assignees,
  mayChange,
}: {
  rules: readonly OwnershipRule[]
  environments: readonly Choice[]
  assignees: readonly Choice[]
  mayChange: boolean
}) {
  const router = useRouter()
  const [saved, setSaved] = useState(() => rules.map(toDraft))
  const [drafts, setDrafts] = useState<readonly DraftOwnership[]>(saved)
  const [pending, setPending] = useState(false)
  const changed = !sameDrafts(saved, drafts)
  const unfinished = drafts.some(({ namePattern, owner }) => namePattern.trim() === '' || owner.trim() === '')
  const asked = mayChange && drafts.length + saved.length > 0 ? { rules: drafts.map(toInput) } : null
  const preview = usePreview('/api/v1/ownership-rules/preview', asked, ownershipPreview)
  const problems = changed ? (preview.refusal?.problems ?? []) : []
  const move = (from: number, to: number) => {
    const moved = drafts[from]
    if (moved === undefined || to < 0 || to >= drafts.length) return
    const rest = drafts.filter((_, at) => at !== from)
    setDrafts([...rest.slice(0, to), moved, ...rest.slice(to)])
    announce(`Rule moved to place ${to + 1}`)
  }
  const save = async () => {
    setPending(true)
    const answer = await askApi('PUT', '/api/v1/ownership-rules', { rules: drafts.map(toInput) })
    setPending(false)
    if (!answer.ok) return toast.error(answer.message)
    const count = savedOwnership.parse(answer.value).changed
    toast.success(
      `Saved; ${count.toLocaleString('en')} ${count === 1 ? 'identity has' : 'identities have'} another owner`,
    )
    setSaved([...drafts])
    router.refresh()
  }
  const add = () =>
    setDrafts([...drafts, { id: newUuid(), namePattern: '', environmentId: '', owner: '', assigneeId: '' }])
  return (
    <div className="grid min-w-0 gap-4">
      <ol className="grid gap-2">
        {drafts.map((draft, index) => (
          <li key={draft.id} className="rounded-lg border bg-surface p-3">
            <fieldset
              disabled={!mayChange || pending}
              className="grid gap-2 sm:grid-cols-[1.5rem_minmax(0,1.6fr)_9rem_minmax(0,1fr)_10rem_auto] sm:items-start"
            >
              <OwnershipRuleRow
                draft={draft}
                index={index}
                last={index === drafts.length - 1}
                matched={preview.value?.matched[index] ?? null}
                problems={problems}
                environments={environments}
                assignees={assignees}
                onChange={(change) => setDrafts(drafts.map((one, at) => (at === index ? { ...one, ...change } : one)))}
                onMove={(to) => move(index, to)}
                onDelete={() => setDrafts(drafts.filter((_, at) => at !== index))}
              />
            </fieldset>
          </li>
        ))}
      </ol>
      {drafts.length === 0 ? (
        <p className="text-ink-3">No rules: owners are named by hand and by imports alone.</p>
      ) : null}
      {mayChange ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button disabled={pending} onClick={add}>
            Add a rule
          </Button>
          <Button
            variant="primary"
            disabled={!changed || pending || preview.pending || preview.value === null}
            onClick={() => void save()}
          >
            {pending ? 'Saving …' : 'Save'}
          </Button>
          <Button variant="quiet" disabled={!changed || pending} onClick={() => setDrafts(saved)}>
            Undo the changes
          </Button>
          <span role="status" className="text-ink-3 text-xs">
            {changed ? stateText(unfinished, preview.pending) : ''}
          </span>
        </div>
      ) : null}
      {!changed || preview.refusal === null || problems.length > 0 ? null : (
        <Notice kind="error">{preview.refusal.message}</Notice>
      )}
      {changed && preview.value !== null ? <OwnershipPreview preview={preview.value} /> : null}
    </div>
  )
}

function stateText(unfinished: boolean, pending: boolean): string {
  if (unfinished) return 'Each rule needs a name and an owner'
  return pending ? 'Trying the rules …' : 'Not saved yet'
}
