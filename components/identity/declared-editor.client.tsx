'use client'

import { useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import { type Declared, keyStorages, renewalMethods } from '#lib/checks/declared.ts'
import type { InputProblem } from '#lib/core/errors.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { CheckboxField, SelectField, TextareaField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'
import { listText, readDeclaredForm } from './declared-fields.ts'
import { keyStorageWords, renewalWords } from './declared-words.ts'

/** Lists that were said to be empty stay so. */
const lists = ['granted', 'used', 'clients'] as const

type SaveAction = (input: { id: string; declared: unknown }) => Promise<ActionResult<null>>

/** What no scan can see of an identity. */
export function DeclaredEditor({
  identityId,
  declared,
  save,
}: {
  identityId: string
  declared: Declared
  save: SaveAction
}) {
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const [failed, setFailed] = useState<{ readonly message: string; readonly problems: readonly InputProblem[] } | null>(
    null,
  )
  const send = async (form: FormData) => {
    setPending(true)
    setFailed(null)
    const result = await save({ id: identityId, declared: readDeclaredForm(form) }).catch(() => null)
    setPending(false)
    if (!result?.ok)
      return setFailed(
        result ?? { message: 'The server did not answer; reload to see what was changed.', problems: [] },
      )
    toast.success('Saved and judged anew')
    setOpen(false)
  }
  const texts = listText(declared)
  const errorOf = (name: string) => failed?.problems.find(({ at }) => at === name || at.startsWith(`${name}.`))?.problem
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="What no scan can see"
      description="What is left empty is not on record, and what rests on it is not assessed."
      trigger={<Button>Edit</Button>}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void send(new FormData(event.currentTarget))
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField name="renewal" label="How it is renewed" defaultValue={declared.renewal ?? ''}>
            <option value="">Not on record</option>
            {renewalMethods.map((value) => (
              <option key={value} value={value}>
                {renewalWords[value]}
              </option>
            ))}
          </SelectField>
          <SelectField name="keyStorage" label="Where its key is kept" defaultValue={declared.keyStorage ?? ''}>
            <option value="">Not on record</option>
            {keyStorages.map((value) => (
              <option key={value} value={value}>
                {keyStorageWords[value]}
              </option>
            ))}
          </SelectField>
          <TextField
            name="vendor"
            label="Run by a third party"
            hint="Empty: nobody else"
            defaultValue={declared.thirdParty?.vendor ?? ''}
            error={errorOf('thirdParty.vendor')}
            maxLength={300}
          />
          <TextField
            name="reviewedAt"
            label="Third party reviewed on"
            type="date"
            defaultValue={declared.thirdParty?.reviewedAt?.slice(0, 10) ?? ''}
            error={errorOf('thirdParty.reviewedAt')}
          />
          <TextField
            name="contract"
            label="Contract"
            defaultValue={declared.thirdParty?.contract ?? ''}
            error={errorOf('thirdParty.contract')}
            maxLength={300}
          />
          <TextField
            name="standby"
            label="Kept ready without use, because"
            defaultValue={declared.standby ?? ''}
            error={errorOf('standby')}
            maxLength={300}
          />
        </div>
        <TextareaField
          name="granted"
          label="Identities that it may call"
          hint="One a line"
          rows={2}
          defaultValue={texts.granted}
          error={errorOf('granted')}
        />
        <TextareaField
          name="used"
          label="Identities that it was seen to call"
          hint="One a line"
          rows={2}
          defaultValue={texts.used}
          error={errorOf('used')}
        />
        <TextareaField
          name="clients"
          label="Clients, and how they verify it"
          hint="One a line: name | full, chain-only or none | where that stands"
          rows={2}
          defaultValue={texts.clients}
          error={errorOf('clients')}
        />
        <TextareaField
          name="humanUses"
          label="People who used it by hand"
          hint="One a line: who | from which host | day"
          rows={2}
          defaultValue={texts.humanUses}
          error={errorOf('humanUses')}
        />
        {lists.map((name) =>
          declared[name]?.length === 0 ? <input key={name} type="hidden" name={`${name}-none`} value="on" /> : null,
        )}
        <CheckboxField
          name="humanUses-none"
          label="It was looked for, and nobody did"
          defaultChecked={declared.humanUses?.length === 0}
        />
        {failed === null ? null : <Notice kind="error">{failed.message}</Notice>}
        <Button type="submit" variant="primary" disabled={pending} className="justify-self-end">
          {pending ? 'Saving …' : 'Save'}
        </Button>
      </form>
    </Dialog>
  )
}
