'use client'

import { useState } from 'react'
import type { FormAction, FormState } from '#lib/api/form-state.ts'
import type { SavedLogList } from '#lib/data/ct-logs/change-log-list.ts'
import { Field, fieldAria, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { mostFormBytes } from './store-content-fields.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

const fileId = 'log-list-file'

/** A list of CT logs that takes the place of the one on record. */
export function UploadLogList({ action }: { action: FormAction<SavedLogList> }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  const [tooLarge, setTooLarge] = useState(false)
  const hint = 'A JSON file of some hundred kilobytes. Nothing is fetched by this server.'
  const error = tooLarge ? 'This file is larger than a form may send (3.5 MB). Use /api/v1/ct-logs.' : errorOf('file')
  return (
    <form {...form} className="grid max-w-2xl gap-4">
      <Result state={state} />
      <Field id={fileId} label="List of CT logs" hint={hint} error={error}>
        <input
          type="file"
          name="file"
          accept=".json"
          required
          onChange={(event) => setTooLarge((event.target.files?.[0]?.size ?? 0) > mostFormBytes)}
          className="block w-full text-sm file:mr-3 file:h-8.5 file:cursor-pointer file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-ink hover:file:bg-hover"
          {...fieldAria(fileId, { hint, error })}
        />
      </Field>
      <TextField
        id="log-list-source"
        name="source"
        label="Source"
        hint="Where you fetched it; shown with the list."
        defaultValue={textOf('source')}
        error={errorOf('source')}
        maxLength={300}
      />
      <SubmitButton pending={pending || tooLarge}>Upload the list</SubmitButton>
    </form>
  )
}

function Result({ state: { result } }: { state: FormState<SavedLogList> }) {
  if (result === null) return null
  if (!result.ok) return <Notice kind="error">Nothing was changed: {result.message}</Notice>
  const { version, logs, changed, problems } = result.value
  return (
    <Notice>
      <p>
        {changed
          ? `Version ${version} with ${logs.toLocaleString('en')} logs counts now. All that answers to public roots is being judged anew.`
          : `This very file (version ${version}) is on record already.`}
        {problems.length === 0 ? '' : ' Left out:'}
      </p>
      {problems.length === 0 ? null : (
        <ul className="mt-1 max-h-40 list-disc overflow-y-auto pl-5">
          {problems.map(({ at, problem }) => (
            <li key={`${at} ${problem}`}>
              {at}: {problem}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
