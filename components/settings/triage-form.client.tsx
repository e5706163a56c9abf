'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import { type Severity, severities } from '#lib/core/severity.ts'
import { SelectField } from '../ui/field.tsx'
import { severityWords } from '../ui/severity-badge.tsx'
import { FormResult } from './form-result.tsx'
import { SubmitButton } from './submit-button.tsx'
import { useActionForm } from './use-action-form.ts'

/** From which severity on an acceptance needs the approval of another administrator. */
export function TriageForm({ action, approvalFrom }: { action: FormAction; approvalFrom: Severity | null }) {
  const { state, pending, form, textOf, errorOf } = useActionForm(action)
  return (
    <form {...form} className="grid max-w-xl gap-4">
      <FormResult state={state} done={() => 'Saved. It holds for every acceptance from now on.'} />
      <SelectField
        name="approvalFrom"
        label="An acceptance needs somebody else’s approval from"
        hint="Below it, whoever accepts approves it himself. Nobody approves his own proposal; the only active administrator may, and the record says so."
        defaultValue={textOf('approvalFrom', approvalFrom ?? 'never')}
        error={errorOf('approvalFrom')}
      >
        {severities.toReversed().map((severity) => (
          <option key={severity} value={severity}>
            {severityWords[severity]}
            {severity === 'critical' ? '' : ' and worse'}
          </option>
        ))}
        <option value="never">Never</option>
      </SelectField>
      <SubmitButton pending={pending}>Save</SubmitButton>
    </form>
  )
}
