'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import { FormResult } from '../settings/form-result.tsx'
import { SubmitButton } from '../settings/submit-button.tsx'
import { resetForm, useActionForm } from '../settings/use-action-form.ts'
import { CopyButton } from '../ui/copy-button.client.tsx'
import { SelectField, TextField } from '../ui/field.tsx'

/** Makes the link of a feed for what the page is narrowed to; it is shown once. */
export function FeedForm({ action, scope }: { action: FormAction<{ url: string }>; scope: string }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  return (
    <form {...form} className="grid max-w-xl gap-4">
      <FormResult state={state} done={({ url }) => <NewFeed url={url} />} />
      <input type="hidden" name="scope" value={scope} />
      <TextField
        name="name"
        label="Name"
        hint="Whose calendar it is for: platform team, on-call"
        defaultValue={textOf('name')}
        error={errorOf('name')}
        required
        maxLength={100}
      />
      <SelectField name="days" label="Shows" defaultValue={textOf('days', '90')} error={errorOf('days')}>
        <option value="30">30 days ahead</option>
        <option value="90">90 days ahead</option>
        <option value="365">A year ahead</option>
      </SelectField>
      <SelectField
        name="expiresDays"
        label="Link holds for"
        defaultValue={textOf('expiresDays', '365')}
        error={errorOf('expiresDays')}
      >
        <option value="90">90 days</option>
        <option value="365">A year</option>
        <option value="">Until it is revoked</option>
      </SelectField>
      <SubmitButton pending={pending}>Create the feed</SubmitButton>
    </form>
  )
}

function NewFeed({ url }: { url: string }) {
  return (
    <div className="grid gap-1.5">
      <p className="font-medium">Copy the link now: it is shown this once, and only the hash of its token is kept.</p>
      <p className="flex items-center gap-1">
        <code data-feed className="rounded border bg-surface px-2 py-1 font-mono text-xs [overflow-wrap:anywhere]">
          {url}
        </code>
        <CopyButton value={url} label="Copy the link" />
      </p>
      <p className="text-ink-2">
        Subscribe to it in a calendar. Whoever has the link sees these dates and nothing else.
      </p>
    </div>
  )
}
