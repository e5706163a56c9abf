'use client'

import { useState } from 'react'
import type { FormAction } from '#lib/api/form-state.ts'
import type { CreatedTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { CheckboxField, Field, fieldAria, TextareaField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

/** What a form may send; larger bundles go by the API. */
const mostBytes = 3_500_000

export function UploadStoreForm({ action }: { action: FormAction<CreatedTrustStore> }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  const [tooLarge, setTooLarge] = useState(false)
  const error = tooLarge
    ? 'This file is larger than a form may send (3.5 MB). Use POST /api/v1/trust-stores.'
    : undefined
  const fileHint = 'Certificates in PEM; private keys in it are dropped unread.'
  return (
    <form {...form} className="grid max-w-2xl gap-4">
      {state.result === null ? null : <StoreResult result={state.result} />}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          name="name"
          label="Name"
          defaultValue={textOf('name')}
          error={errorOf('name')}
          required
          maxLength={200}
        />
        <TextField
          name="version"
          label="Version"
          hint="Shown with each verdict that used it; empty: the time of upload."
          defaultValue={textOf('version')}
          error={errorOf('version')}
          maxLength={200}
        />
      </div>
      <Field id="file" label="Bundle" hint={fileHint} error={error}>
        <input
          type="file"
          name="file"
          accept=".pem,.crt,.cer,.txt"
          onChange={(event) => setTooLarge((event.target.files?.[0]?.size ?? 0) > mostBytes)}
          className="block w-full text-sm file:mr-3 file:h-8.5 file:cursor-pointer file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-ink hover:file:bg-hover"
          {...fieldAria('file', { hint: fileHint, error })}
        />
      </Field>
      <TextareaField
        name="pem"
        label="Or paste it"
        placeholder="-----BEGIN CERTIFICATE-----"
        rows={5}
        spellCheck={false}
        className="font-mono text-xs"
      />
      <TextField
        name="asOf"
        label="As of"
        type="date"
        hint="The date of the content; empty: today."
        defaultValue={textOf('asOf')}
        error={errorOf('asOf')}
        className="max-w-44"
      />
      <CheckboxField
        name="publicRoots"
        label="Public roots"
        hint="Of the web’s public CAs. Certificates under them obey the CA/B rules; private ones obey your policies."
        defaultChecked={textOf('publicRoots') !== ''}
      />
      <SubmitButton pending={pending || tooLarge}>Create the store</SubmitButton>
    </form>
  )
}

function StoreResult({ result }: { result: NonNullable<Parameters<FormAction<CreatedTrustStore>>[0]['result']> }) {
  const problems = result.ok ? result.value.problems : result.problems
  const list =
    problems.length === 0 ? null : (
      <ul className="mt-1 max-h-40 list-disc overflow-y-auto pl-5">
        {problems.map(({ at, problem }) => (
          <li key={`${at} ${problem}`}>
            {at}: {problem}
          </li>
        ))}
      </ul>
    )
  if (!result.ok)
    return (
      <Notice kind="error">
        <p>No store was made: {result.message}</p>
        {list}
      </Notice>
    )
  const { anchors, privateKeysDropped } = result.value
  return (
    <>
      <Notice>
        <p>
          The store was made with {anchors.toLocaleString('en')} {anchors === 1 ? 'anchor' : 'anchors'}.
          {list === null ? '' : ' Left out:'}
        </p>
        {list}
      </Notice>
      {privateKeysDropped === 0 ? null : (
        <Notice kind="error">
          {privateKeysDropped === 1 ? 'A private key was' : `${privateKeysDropped} private keys were`} in the bundle and
          dropped unread; nothing of it was stored. A key that travels with certificates is known to more than its
          owner: replace it.
        </Notice>
      )}
    </>
  )
}
