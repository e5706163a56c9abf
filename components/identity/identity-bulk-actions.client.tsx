'use client'

import { useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { BulkIdentityChange, BulkResult } from '#lib/data/identities/bulk-change-identities.ts'
import { criticalities } from '#lib/data/identities/filter.ts'
import { announce } from '../shell/live-region.client.tsx'
import type { Selection } from '../table/column.ts'
import { Button } from '../ui/button.tsx'
import { countText } from '../ui/count-link.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'
import type { EnvironmentChoice } from './identity-fields.tsx'
import { criticalityWords } from './identity-words.ts'

export interface BulkOptions {
  readonly environments: readonly EnvironmentChoice[]
  readonly owners: readonly string[]
  readonly change: (input: {
    selection: { kind: 'ids'; ids: string[] } | { kind: 'all'; query: string }
    change: BulkIdentityChange
  }) => Promise<ActionResult<BulkResult['counts']>>
}

type Props = BulkOptions & { selection: Selection; clear: () => void }

/** Sets the owner, the environment or the criticality of a selection. */
export function IdentityBulkActions(props: Props) {
  const { environments, owners } = props
  return (
    <>
      <ChangeDialog
        {...props}
        label="Set owner …"
        title="Set the owner"
        read={(form) => ({ owner: textOf(form, 'owner') })}
      >
        <TextField
          name="owner"
          label="Owner"
          hint="A team or a person; empty removes the owner."
          maxLength={200}
          list="bulk-owners"
        />
        <datalist id="bulk-owners">
          {owners.map((owner) => (
            <option key={owner} value={owner} />
          ))}
        </datalist>
      </ChangeDialog>
      <ChangeDialog
        {...props}
        label="Set environment …"
        title="Set the environment"
        read={(form) => ({ environmentId: textOf(form, 'environment') })}
      >
        <SelectField
          name="environment"
          label="Environment"
          hint="Its policy and trust store count for these identities from now on."
        >
          <option value="">None</option>
          {environments.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </ChangeDialog>
      <ChangeDialog
        {...props}
        label="Set criticality …"
        title="Set the criticality"
        read={(form) => {
          const chosen = criticalities.find((one) => one === form.get('criticality'))
          return chosen === undefined ? {} : { criticality: chosen }
        }}
      >
        <SelectField name="criticality" label="Criticality" defaultValue="medium">
          {criticalities.toReversed().map((value) => (
            <option key={value} value={value}>
              {criticalityWords[value]}
            </option>
          ))}
        </SelectField>
      </ChangeDialog>
    </>
  )
}

/** Null where nothing was typed or chosen. */
function textOf(form: FormData, name: string): string | null {
  const text = String(form.get(name) ?? '').trim()
  return text === '' ? null : text
}

function ChangeDialog({
  selection,
  clear,
  change,
  label,
  title,
  read,
  children,
}: Props & { label: string; title: string; read: (form: FormData) => BulkIdentityChange; children: React.ReactNode }) {
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const send = async (form: FormData) => {
    setPending(true)
    setProblem(null)
    const chosen = selection.kind === 'all' ? selection : { kind: selection.kind, ids: [...selection.ids] }
    const result = await change({ selection: chosen, change: read(form) }).catch(() => null)
    setPending(false)
    if (result === null) return setProblem('The server did not answer; reload to see what was changed.')
    if (!result.ok) return setProblem([result.message, ...result.problems.map((one) => one.problem)].join(' '))
    const text = summary(result.value)
    announce(text)
    toast.success(text)
    setOpen(false)
    clear()
  }
  return (
    <Dialog open={open} onOpenChange={setOpen} title={title} trigger={<Button size="sm">{label}</Button>}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void send(new FormData(event.currentTarget))
        }}
      >
        {children}
        {problem === null ? null : <Notice kind="error">{problem}</Notice>}
        <Button type="submit" variant="primary" disabled={pending} className="justify-self-end">
          {pending ? 'Saving …' : 'Save'}
        </Button>
      </form>
    </Dialog>
  )
}

function summary({ changed, unchanged, 'not-found': missing }: BulkResult['counts']): string {
  const parts = [
    `${countText(changed)} changed`,
    ...(unchanged > 0 ? [`${countText(unchanged)} stood so already`] : []),
    ...(missing > 0 ? [`${countText(missing)} not there any more`] : []),
  ]
  return parts.join(', ')
}
