'use client'

import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { InputProblem } from '#lib/core/errors.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { type EnvironmentChoice, IdentityFields, readIdentityFields } from './identity-fields.tsx'

export type DeclareAction = (
  input: ReturnType<typeof readIdentityFields> & { name: string; kind: 'dns' | 'spiffe' },
) => Promise<ActionResult<string>>

/** Opens the form that declares one identity, and goes on to its page. */
export function DeclareIdentity({
  environments,
  owners,
  declare,
}: {
  environments: readonly EnvironmentChoice[]
  owners: readonly string[]
  declare: DeclareAction
}) {
  const router = useRouter()
  const [kind, setKind] = useState<'dns' | 'spiffe'>('dns')
  const [pending, setPending] = useState(false)
  const [failed, setFailed] = useState<{ message: string; problems: readonly InputProblem[] } | null>(null)
  const nameProblem = failed?.problems.find(({ at }) => at === 'name' || at === 'body.name')?.problem
  const send = async (form: FormData) => {
    setPending(true)
    setFailed(null)
    const result = await declare({ ...readIdentityFields(form), name: String(form.get('name') ?? ''), kind }).catch(
      () => null,
    )
    setPending(false)
    if (result?.ok) return router.push(`/identities/${result.value}`)
    setFailed(result ?? { message: 'The server did not answer; nothing may have been saved.', problems: [] })
  }
  return (
    <Dialog
      title="Declare an identity"
      description="What TLS is to prove. Endpoints are bound to it afterwards, by hand or by rule."
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          Declare an identity
        </Button>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void send(new FormData(event.currentTarget))
        }}
      >
        <SelectField
          name="kind"
          label="Kind"
          value={kind}
          onChange={(event) => setKind(event.target.value === 'spiffe' ? 'spiffe' : 'dns')}
        >
          <option value="dns">DNS name</option>
          <option value="spiffe">SPIFFE ID</option>
        </SelectField>
        <TextField
          name="name"
          label="Name"
          required
          maxLength={2048}
          autoComplete="off"
          spellCheck={false}
          placeholder={kind === 'dns' ? 'payments.example.com' : 'spiffe://example.org/payments'}
          hint={kind === 'dns' ? 'One service: no wildcard.' : 'Trust domain and path, as the certificate carries it.'}
          error={nameProblem}
        />
        <IdentityFields environments={environments} owners={owners} />
        {failed === null || nameProblem !== undefined ? null : <Notice kind="error">{failed.message}</Notice>}
        <Button type="submit" variant="primary" disabled={pending} className="justify-self-end">
          {pending ? 'Saving …' : 'Declare'}
        </Button>
      </form>
    </Dialog>
  )
}
