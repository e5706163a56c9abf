'use client'

import { useState } from 'react'
import type { FormAction } from '#lib/api/form-state.ts'
import type { CreatedTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { CheckboxField, TextField } from '../ui/field.tsx'
import { StoreContentFields } from './store-content-fields.tsx'
import { anchorsText, StoreResult } from './store-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

/** A new store of uploaded certificates, or (`spiffe`) of the bundle of a SPIFFE trust domain. */
export function UploadStoreForm({
  action,
  spiffe = false,
}: {
  action: FormAction<CreatedTrustStore>
  spiffe?: boolean
}) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  const [tooLarge, setTooLarge] = useState(false)
  const prefix = spiffe ? 'spiffe' : 'store'
  return (
    <form {...form} className="grid max-w-2xl gap-4">
      <StoreResult
        state={state}
        done={({ anchors }) => `The store was made with ${anchorsText(anchors)}.`}
        refused="No store was made:"
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          id={`${prefix}-name`}
          name="name"
          label="Name"
          defaultValue={textOf('name')}
          error={errorOf('name')}
          required
          maxLength={200}
        />
        {spiffe ? (
          <TextField
            name="trustDomain"
            label="Trust domain"
            hint="Its identities answer to this store, unless they name one themselves."
            placeholder="example.org"
            spellCheck={false}
            defaultValue={textOf('trustDomain')}
            error={errorOf('trustDomain')}
            required
            maxLength={300}
          />
        ) : null}
      </div>
      <StoreContentFields
        prefix={prefix}
        spiffe={spiffe}
        tooLarge={tooLarge}
        onTooLarge={setTooLarge}
        textOf={textOf}
        errorOf={errorOf}
      />
      {spiffe ? null : (
        <CheckboxField
          name="publicRoots"
          label="Public roots"
          hint="Of the web’s public CAs. Certificates under them obey the CA/B rules; private ones obey your policies."
          defaultChecked={textOf('publicRoots') !== ''}
        />
      )}
      <SubmitButton pending={pending || tooLarge}>
        {spiffe ? 'Create the bundle’s store' : 'Create the store'}
      </SubmitButton>
    </form>
  )
}
