'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import type { ImportedOwners } from '#lib/data/owners/import-owners.ts'
import { SelectField, TextareaField, TextField } from '../ui/field.tsx'
import { FormResult } from './form-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { resetForm, useActionForm } from './use-action-form.ts'

/** What a person says of one owner. */
export function OwnerForm({ action }: { action: FormAction }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action, resetForm)
  return (
    <form {...form} className="grid max-w-xl gap-4">
      <FormResult state={state} done={() => 'Saved; what the owner owns is judged anew.'} />
      <TextField
        name="name"
        label="Name"
        hint="As identities carry it"
        defaultValue={textOf('name')}
        error={errorOf('name')}
        required
        maxLength={200}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField name="active" label="State" defaultValue={textOf('active', 'yes')} error={errorOf('active')}>
          <option value="yes">Active</option>
          <option value="no">Inactive</option>
        </SelectField>
        <TextField
          name="since"
          type="date"
          label="Inactive since"
          defaultValue={textOf('since')}
          error={errorOf('since')}
        />
      </div>
      <TextField
        name="contact"
        label="Contact"
        hint="An address, a channel, a page"
        defaultValue={textOf('contact')}
        error={errorOf('contact')}
        maxLength={300}
      />
      <SubmitButton pending={pending}>Save the owner</SubmitButton>
    </form>
  )
}

/** The list of a directory. */
export function ImportOwnersForm({ action }: { action: FormAction<ImportedOwners> }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action)
  return (
    <form {...form} className="grid max-w-xl gap-4">
      <FormResult state={state} done={(imported) => <Imported imported={imported} />} />
      <TextareaField
        name="csv"
        label="CSV"
        hint="The first line names the columns: name, and active (yes or no), since (a day) and contact where there are any. Who is not in it stays as is."
        rows={6}
        spellCheck={false}
        placeholder={'name,active,since,contact\nPayments,yes,,#payments\nOld team,no,2026-09-30,'}
        defaultValue={textOf('csv')}
        error={errorOf('csv')}
        required
      />
      <SubmitButton pending={pending}>Import</SubmitButton>
    </form>
  )
}

function Imported({ imported: { read, changed, identities, problems } }: { imported: ImportedOwners }) {
  const count = (value: number) => value.toLocaleString('en')
  return (
    <div className="grid gap-1">
      <p>
        {count(read)} read, {count(changed)} new or other than before; {count(identities)} identities are judged anew.
      </p>
      {problems.length === 0 ? null : (
        <ul aria-label="Lines that cannot be read" className="list-disc pl-5">
          {problems.slice(0, 20).map(({ line, problem }) => (
            <li key={line}>
              Line {count(line)}: {problem}
            </li>
          ))}
        </ul>
      )}
      {problems.length > 20 ? <p className="text-ink-3 text-xs">{count(problems.length)} in all.</p> : null}
    </div>
  )
}
