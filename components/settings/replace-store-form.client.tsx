'use client'

import { useState } from 'react'
import type { FormAction } from '#lib/api/form-state.ts'
import type { ReplacedContent } from '#lib/data/trust-stores/replace-store-content.ts'
import { SelectField } from '../ui/field.tsx'
import { StoreContentFields } from './store-content-fields.tsx'
import { anchorsText, StoreResult } from './store-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

/** A new version of a store's content. */
export function ReplaceStoreForm({
  action,
  storeId,
  spiffe,
}: {
  action: FormAction<ReplacedContent>
  storeId: string
  spiffe: boolean
}) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  const [tooLarge, setTooLarge] = useState(false)
  return (
    <form {...form} className="grid max-w-2xl gap-4">
      <StoreResult
        state={state}
        done={({ anchors, added, removed }) =>
          `The store has ${anchorsText(anchors)} now: ${added} added, ${removed} removed. All that answers to it is being judged anew.`
        }
        refused="Nothing was changed:"
      />
      <input type="hidden" name="id" value={storeId} />
      <SelectField name="mode" label="What is uploaded" defaultValue={textOf('mode', 'replace')} className="max-w-md">
        <option value="replace">Replaces all anchors</option>
        <option value="add">Is added to the anchors that are there</option>
      </SelectField>
      <StoreContentFields
        prefix="content"
        spiffe={spiffe}
        tooLarge={tooLarge}
        onTooLarge={setTooLarge}
        textOf={textOf}
        errorOf={errorOf}
      />
      <SubmitButton pending={pending || tooLarge}>Save the new content</SubmitButton>
    </form>
  )
}
