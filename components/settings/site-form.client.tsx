'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import type { SiteRecord } from '#lib/data/sites/site.ts'
import { CheckboxField, TextareaField, TextField } from '../ui/field.tsx'
import { FormResult } from './form-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { useActionForm } from './use-action-form.ts'

export function SiteForm({ action, site }: { action: FormAction; site: SiteRecord }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action)
  const hosts = Object.entries(site.staticHosts).map(([name, addresses]) => [name, ...addresses].join(' '))
  return (
    <form {...form} className="grid max-w-3xl gap-4">
      <FormResult
        state={state}
        done={() => 'Saved. It holds for every connection from now on, those of running scans included.'}
      />
      <input type="hidden" name="id" value={site.id} />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextareaField
          name="allow"
          label="Allow"
          hint="One per line: a range (10.0.0.0/8), an address, a name or *.internal. Private and loopback addresses are reached only where a line here names them."
          defaultValue={textOf('allow', site.allow.join('\n'))}
          error={errorOf('allow')}
          rows={7}
          spellCheck={false}
          className="font-mono text-xs"
        />
        <TextareaField
          name="deny"
          label="Deny"
          hint="Never reached, whatever Allow says."
          defaultValue={textOf('deny', site.deny.join('\n'))}
          error={errorOf('deny')}
          rows={7}
          spellCheck={false}
          className="font-mono text-xs"
        />
      </div>
      <CheckboxField
        name="allowPublic"
        label="Public addresses may be reached"
        hint="Without it, public addresses too need a line under Allow."
        defaultChecked={state.sent.id === undefined ? site.allowPublic : state.sent.allowPublic !== undefined}
        error={errorOf('allowPublic')}
      />
      <TextField
        name="maxRunTargets"
        label="Most targets of one discovery run"
        hint="Addresses times ports. 65,536 is a /16 on one port; at most 16,777,216."
        inputMode="numeric"
        defaultValue={textOf('maxRunTargets', String(site.maxRunTargets))}
        error={errorOf('maxRunTargets')}
        className="max-w-48"
        required
      />
      <TextareaField
        name="staticHosts"
        label="Static hosts"
        hint="One per line: a name and its addresses. These names are not looked up; the addresses still have to be in scope."
        defaultValue={textOf('staticHosts', hosts.join('\n'))}
        error={errorOf('staticHosts')}
        rows={Math.min(12, Math.max(3, hosts.length + 1))}
        spellCheck={false}
        className="font-mono text-xs"
      />
      <SubmitButton pending={pending}>Save the scope</SubmitButton>
    </form>
  )
}
