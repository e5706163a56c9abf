'use client'

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { RuleRow } from '#lib/data/rules/rule.ts'
import { announce } from '../shell/live-region.client.tsx'
import { Button } from '../ui/button.tsx'
import { Input, Select } from '../ui/input.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'
import { rulesPreview, savedRules } from './answers.ts'
import { askApi } from './ask-api.ts'
import { type DraftRule, newDraft, problemOf, sameRules, toDraft, toInput } from './draft-rules.ts'
import { RulesPreviewView } from './rules-preview.tsx'
import { usePreview } from './use-preview.ts'

interface Choice {
  readonly id: string
  readonly name: string
}

/** The binding rules as a list to be edited; what saving would change is shown before. */
export function RulesEditor({
  rules,
  environments,
  stores,
  mayChange,
}: {
  rules: readonly RuleRow[]
  environments: readonly Choice[]
  stores: readonly Choice[]
  mayChange: boolean
}) {
  const router = useRouter()
  const [saved, setSaved] = useState(() => rules.map(toDraft))
  const [drafts, setDrafts] = useState<readonly DraftRule[]>(saved)
  const [pending, setPending] = useState(false)
  const changed = !sameRules(saved, drafts)
  const input = changed && mayChange ? { rules: drafts.map(toInput) } : null
  const preview = usePreview('/api/v1/rules/preview', input, rulesPreview)
  const problems = preview.refusal?.problems ?? []
  const set = (index: number, change: Partial<DraftRule>) =>
    setDrafts(drafts.map((draft, at) => (at === index ? { ...draft, ...change } : draft)))
  const move = (from: number, to: number) => {
    const moved = drafts[from]
    if (moved === undefined || to < 0 || to >= drafts.length) return
    const rest = drafts.filter((_, at) => at !== from)
    setDrafts([...rest.slice(0, to), moved, ...rest.slice(to)])
    announce(`Rule moved to place ${to + 1}`)
  }
  const save = async () => {
    setPending(true)
    const answer = await askApi('PUT', '/api/v1/rules', { rules: drafts.map(toInput) })
    setPending(false)
    if (!answer.ok) return toast.error(answer.message)
    const count = savedRules.parse(answer.value).changed
    toast.success(`Saved; ${count.toLocaleString('en')} ${count === 1 ? 'binding' : 'bindings'} changed`)
    setSaved([...drafts])
    router.refresh()
  }
  return (
    <div className="grid min-w-0 gap-4">
      <ol className="grid gap-2">
        {drafts.map((draft, index) => (
          <li key={draft.id} className="rounded-lg border bg-surface p-3">
            <fieldset
              disabled={!mayChange || pending}
              className="grid gap-2 sm:grid-cols-[1.5rem_minmax(0,1fr)_minmax(0,1.3fr)_8rem_8rem_7rem_7rem_auto] sm:items-end"
            >
              <legend className="sr-only">Rule {index + 1}</legend>
              <span aria-hidden="true" className="nums pb-2 text-ink-3">
                {index + 1}
              </span>
              <Labelled
                id={`${draft.id}-pattern`}
                label="Hosts"
                problem={draft.hostPattern === '' ? undefined : problemOf(problems, index, 'hostPattern')}
              >
                <Input
                  id={`${draft.id}-pattern`}
                  value={draft.hostPattern}
                  spellCheck={false}
                  placeholder="*.payments.internal"
                  onChange={(event) => set(index, { hostPattern: event.target.value })}
                />
              </Labelled>
              <Labelled
                id={`${draft.id}-name`}
                label="Identity"
                problem={draft.identityName === '' ? undefined : problemOf(problems, index, 'identityName')}
              >
                <Input
                  id={`${draft.id}-name`}
                  value={draft.identityName}
                  spellCheck={false}
                  placeholder="{host}"
                  onChange={(event) => set(index, { identityName: event.target.value })}
                />
              </Labelled>
              <Labelled id={`${draft.id}-environment`} label="Environment">
                <Select
                  id={`${draft.id}-environment`}
                  value={draft.environmentId}
                  onChange={(event) => set(index, { environmentId: event.target.value })}
                >
                  <option value="">None</option>
                  {environments.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Labelled>
              <Labelled id={`${draft.id}-store`} label="Trust store">
                <Select
                  id={`${draft.id}-store`}
                  value={draft.trustStoreId}
                  onChange={(event) => set(index, { trustStoreId: event.target.value })}
                >
                  <option value="">None</option>
                  {stores.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Labelled>
              <Labelled id={`${draft.id}-owner`} label="Owner">
                <Input
                  id={`${draft.id}-owner`}
                  value={draft.owner}
                  onChange={(event) => set(index, { owner: event.target.value })}
                />
              </Labelled>
              <Labelled id={`${draft.id}-criticality`} label="Criticality">
                <Select
                  id={`${draft.id}-criticality`}
                  value={draft.criticality}
                  onChange={(event) =>
                    set(index, { criticality: criticalities.find((one) => one === event.target.value) ?? 'medium' })
                  }
                >
                  {criticalities.map((value) => (
                    <option key={value} value={value}>
                      {value}
                    </option>
                  ))}
                </Select>
              </Labelled>
              <span className="flex gap-1">
                <Button
                  size="icon"
                  variant="quiet"
                  aria-label={`Move rule ${index + 1} up`}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  <ArrowUp aria-hidden="true" />
                </Button>
                <Button
                  size="icon"
                  variant="quiet"
                  aria-label={`Move rule ${index + 1} down`}
                  disabled={index === drafts.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <ArrowDown aria-hidden="true" />
                </Button>
                <Button
                  size="icon"
                  variant="quiet"
                  aria-label={`Delete rule ${index + 1}`}
                  onClick={() => setDrafts(drafts.filter((_, at) => at !== index))}
                >
                  <Trash2 aria-hidden="true" />
                </Button>
              </span>
            </fieldset>
          </li>
        ))}
      </ol>
      {drafts.length === 0 ? (
        <p className="text-ink-3">No rules: endpoints are bound by hand and by imports alone.</p>
      ) : null}
      {mayChange ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button disabled={pending} onClick={() => setDrafts([...drafts, newDraft()])}>
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
            {preview.pending ? 'Trying the rules …' : changed ? 'Not saved yet' : ''}
          </span>
        </div>
      ) : null}
      {preview.refusal === null || problems.length > 0 ? null : <Notice kind="error">{preview.refusal.message}</Notice>}
      {preview.value === null ? null : <RulesPreviewView preview={preview.value} />}
    </div>
  )
}

const criticalities = ['low', 'medium', 'high', 'critical'] as const

function Labelled({
  id,
  label,
  problem,
  children,
}: {
  id: string
  label: string
  problem?: string | undefined
  children: React.ReactNode
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
