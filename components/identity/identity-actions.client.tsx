'use client'

import { useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { IdentityDetail } from '#lib/data/identities/get-identity.ts'
import type { IdentityChange } from '#lib/data/identities/save-identity.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogClose } from '../ui/dialog.client.tsx'
import { SelectField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'
import { type EnvironmentChoice, IdentityFields, readIdentityFields } from './identity-fields.tsx'

const noAnswer = 'The server did not answer; reload to see what was changed.'

/** Owner, environment, criticality and trust store. */
export function EditIdentity({
  identity,
  environments,
  owners,
  stores,
  save,
}: {
  identity: Pick<IdentityDetail, 'id' | 'environmentId' | 'owner' | 'criticality' | 'trustStoreId'>
  environments: readonly EnvironmentChoice[]
  owners: readonly string[]
  stores: readonly { readonly id: string; readonly name: string }[]
  save: (input: { id: string; change: IdentityChange }) => Promise<ActionResult<null>>
}) {
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const send = async (form: FormData) => {
    setPending(true)
    setProblem(null)
    const trustStoreId = String(form.get('store') ?? '') || null
    const { owner, ...fields } = readIdentityFields(form)
    // An owner that is left as it is stays the rule's, where a rule gave it.
    const change = { ...fields, trustStoreId, ...(owner === identity.owner ? {} : { owner }) }
    const result = await save({ id: identity.id, change }).catch(() => null)
    setPending(false)
    if (!result?.ok) return setProblem(result?.message ?? noAnswer)
    toast.success('Saved and judged anew')
    setOpen(false)
  }
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Edit this identity" trigger={<Button>Edit</Button>}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void send(new FormData(event.currentTarget))
        }}
      >
        <IdentityFields environments={environments} owners={owners} values={identity} />
        <SelectField
          name="store"
          label="Trust store"
          defaultValue={identity.trustStoreId ?? ''}
          hint="A path is judged against it from the next scan on; until then the trusted rung is not assessed."
        >
          <option value="">The environment's, or the default</option>
          {stores.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        {problem === null ? null : <Notice kind="error">{problem}</Notice>}
        <Button type="submit" variant="primary" disabled={pending} className="justify-self-end">
          {pending ? 'Saving …' : 'Save'}
        </Button>
      </form>
    </Dialog>
  )
}

/** Ends an identity, or takes it back into service. Asks first. */
export function RetireIdentity({
  id,
  retired,
  save,
}: {
  id: string
  retired: boolean
  save: (input: { id: string; retired: boolean }) => Promise<ActionResult<null>>
}) {
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const send = async () => {
    setPending(true)
    const result = await save({ id, retired: !retired }).catch(() => null)
    setPending(false)
    setOpen(false)
    if (result?.ok) toast.success(retired ? 'Back in service' : 'Retired')
    else toast.error(result?.message ?? noAnswer)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={retired ? 'Take it back into service?' : 'Retire this identity?'}
      description={
        retired
          ? 'It is listed and counted again, and what it serves is expected again.'
          : 'It leaves the lists and counts. Where a certificate of it is still served, that becomes a finding. Nothing is deleted, and it can be taken back.'
      }
      trigger={<Button>{retired ? 'Take back' : 'Retire'}</Button>}
    >
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button variant={retired ? 'primary' : 'danger'} disabled={pending} onClick={() => void send()}>
          {retired ? 'Take back' : 'Retire'}
        </Button>
      </div>
    </Dialog>
  )
}
