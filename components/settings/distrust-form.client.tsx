'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import { TextareaField, TextField } from '../ui/field.tsx'
import { FormResult } from './form-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

/** Distrusts one key in one store. */
export function DistrustForm({ action, storeId, today }: { action: FormAction; storeId: string; today: string }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  return (
    <form {...form} className="grid max-w-2xl gap-4">
      <FormResult
        state={state}
        done={() => 'The key is distrusted. All that answers to this store is being judged anew.'}
      />
      <input type="hidden" name="storeId" value={storeId} />
      <TextField
        name="spkiSha256"
        label="Key (SHA-256)"
        hint="Of the SubjectPublicKeyInfo, 64 hexadecimal digits, as the certificate’s page shows it."
        spellCheck={false}
        className="font-mono text-xs"
        defaultValue={textOf('spkiSha256')}
        error={errorOf('spkiSha256')}
        maxLength={64}
      />
      <TextareaField
        name="certificate"
        label="Or a certificate that carries it"
        placeholder="-----BEGIN CERTIFICATE-----"
        rows={4}
        spellCheck={false}
        className="font-mono text-xs"
        defaultValue={textOf('certificate')}
        error={errorOf('certificate')}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          name="effectiveAt"
          label="From"
          type="date"
          hint="From this day (UTC) on no path runs through the key."
          defaultValue={textOf('effectiveAt', today)}
          error={errorOf('effectiveAt')}
          required
          className="max-w-44"
        />
        <TextField
          name="source"
          label="Source"
          hint="Who says so: a root programme, an incident, your CISO."
          defaultValue={textOf('source')}
          error={errorOf('source')}
          required
          maxLength={300}
        />
      </div>
      <TextField
        name="reason"
        label="Reason"
        defaultValue={textOf('reason')}
        error={errorOf('reason')}
        required
        maxLength={2000}
      />
      <SubmitButton pending={pending}>Distrust the key</SubmitButton>
    </form>
  )
}
