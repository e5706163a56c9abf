'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { z } from 'zod'
import type { InputProblem } from '#lib/core/errors.ts'
import { askApi } from '../../discovery/ask-api.ts'
import { IdentityPicker, type PickedIdentity } from '../../endpoint/identity-picker.client.tsx'
import { Button } from '../../ui/button.tsx'
import { Card, Section } from '../../ui/card.tsx'
import { classNames } from '../../ui/class-names.ts'
import { TextField } from '../../ui/field.tsx'
import { Checkbox } from '../../ui/input.tsx'
import { Notice } from '../../ui/notice.tsx'

interface Choice {
  readonly value: string
  readonly label: string
}

export interface ReportDraft {
  readonly name: string
  readonly frameworks: readonly string[]
  readonly environment: readonly string[]
  readonly owner: readonly string[]
  readonly identity: readonly PickedIdentity[]
}

const askedSchema = z.object({ id: z.string() })

/** Name, frameworks and scope of a report; making it leads to its page, which shows how far it is. */
export function ReportForm({
  initial,
  frameworks,
  environments,
  owners,
}: {
  initial: ReportDraft
  frameworks: readonly Choice[]
  environments: readonly Choice[]
  owners: readonly Choice[]
}) {
  const router = useRouter()
  const [draft, setDraft] = useState(initial)
  const [day, setDay] = useState('')
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<{ message: string; problems: readonly InputProblem[] } | null>(null)
  const set = (change: Partial<ReportDraft>) => setDraft((last) => ({ ...last, ...change }))
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setRefusal(null)
    const { name, frameworks: chosen, identity, ...places } = draft
    const evidenceSince = day === '' ? null : `${day}T00:00:00Z`
    const scope = { ...places, identity: identity.map(({ id }) => id), evidenceSince }
    const answer = await askApi('POST', '/api/v1/reports', { name, frameworks: chosen, scope })
    if (answer.ok) return router.push(`/compliance/reports/${askedSchema.parse(answer.value).id}`)
    setRefusal(answer)
    setPending(false)
  }
  return (
    <form onSubmit={(event) => void send(event)} className="grid max-w-4xl gap-5">
      <TextField
        name="name"
        label="Name"
        required
        maxLength={200}
        value={draft.name}
        onChange={(event) => set({ name: event.target.value })}
        className="sm:w-112"
      />
      <Section title="Frameworks" note="Official controls are scored; the others stand as mappings on their own pages.">
        <Card>
          <Choices
            name="frameworks"
            options={frameworks}
            chosen={draft.frameworks}
            onChange={(next) => set({ frameworks: next })}
          />
        </Card>
      </Section>
      <Section title="Scope" note="Where nothing is chosen, everything is covered.">
        <Card className="grid items-start gap-5 md:grid-cols-2">
          <Group label="Environments">
            <Choices
              name="environment"
              options={environments}
              chosen={draft.environment}
              onChange={(environment) => set({ environment })}
            />
          </Group>
          <Group label="Owners">
            <Choices name="owner" options={owners} chosen={draft.owner} onChange={(owner) => set({ owner })} />
          </Group>
          <Identities picked={draft.identity} onChange={(identity) => set({ identity })} />
          <TextField
            name="day"
            label="Evidence since"
            type="date"
            hint="What was last seen before this day (UTC) counts as not assessed; empty: evidence of any age."
            value={day}
            onChange={(event) => setDay(event.target.value)}
            className="max-w-44"
          />
        </Card>
      </Section>
      {refusal === null ? null : (
        <Notice kind="error">
          <p>{refusal.message}</p>
          {refusal.problems.map(({ at, problem }) => (
            <p key={`${at} ${problem}`}>
              {at}: {problem}
            </p>
          ))}
        </Notice>
      )}
      <Button type="submit" variant="primary" disabled={pending || draft.frameworks.length === 0} className="w-fit">
        {pending ? 'Asking …' : 'Make the report'}
      </Button>
    </form>
  )
}

function Group({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="mb-1 font-medium text-sm">{label}</legend>
      {children}
    </fieldset>
  )
}

function Choices({
  name,
  options,
  chosen,
  onChange,
}: {
  name: string
  options: readonly Choice[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}) {
  return (
    <ul className={classNames('grid gap-1.5', options.length > 12 && 'max-h-64 overflow-y-auto')}>
      {options.map(({ value, label }) => {
        const id = `${name}-${value}`
        return (
          <li key={value} className="flex items-center gap-2">
            <Checkbox
              id={id}
              name={name}
              value={value}
              checked={chosen.includes(value)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
              }
            />
            <label htmlFor={id} className="min-w-0 text-sm [overflow-wrap:anywhere]">
              {label}
            </label>
          </li>
        )
      })}
    </ul>
  )
}

function Identities({
  picked,
  onChange,
}: {
  picked: readonly PickedIdentity[]
  onChange: (picked: readonly PickedIdentity[]) => void
}) {
  const pick = (identity: PickedIdentity | null) => {
    if (identity !== null && !picked.some(({ id }) => id === identity.id)) onChange([...picked, identity])
  }
  return (
    <div className="grid min-w-0 gap-2">
      {/* A new one for each choice, so that the next name can be typed. */}
      <IdentityPicker key={picked.length} onPick={pick} />
      {picked.length === 0 ? null : (
        <ul aria-label="Identities that are chosen" className="grid gap-1">
          {picked.map(({ id, name }) => (
            <li key={id} className="flex items-center justify-between gap-2 rounded-md border px-2 py-1 text-sm">
              <bdi className="min-w-0 [overflow-wrap:anywhere]">{name}</bdi>
              <Button
                size="icon"
                variant="quiet"
                aria-label={`Leave ${name} out`}
                onClick={() => onChange(picked.filter((one) => one.id !== id))}
              >
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
