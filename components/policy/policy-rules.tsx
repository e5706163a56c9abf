import type { PolicyEditing } from '#lib/data/policies/get-policy-editing.ts'
import { SelectField } from '../ui/field.tsx'
import { PolicyFieldInput } from './policy-field-input.tsx'
import { policyFields, policyParts } from './policy-fields.ts'
import type { PolicyTexts } from './policy-texts.ts'

interface Draft {
  readonly texts: PolicyTexts
  /** Empty: not said here. */
  readonly trustStoreId: string
}

/** The trust store, and every rule of a policy in its part. */
export function PolicyRules({
  editing,
  draft,
  problems,
  onChange,
}: {
  editing: PolicyEditing
  draft: Draft
  problems: ReadonlyMap<string, string> | null
  onChange: (draft: Draft) => void
}) {
  return (
    <>
      <SelectField
        name="trustStoreId"
        id="policy-trustStoreId"
        label="Trust store"
        hint="Paths are built to its anchors."
        value={draft.trustStoreId}
        onChange={(event) => onChange({ ...draft, trustStoreId: event.target.value })}
      >
        <option value="">Not said here: {editing.inherited.trustStore ?? 'none'}</option>
        {editing.stores.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {Object.entries(policyParts).map(([part, title]) => (
        <fieldset key={part} className="grid min-w-0 items-start gap-4 border-t pt-3 sm:grid-cols-2">
          <legend className="pr-3 font-semibold text-sm">{title}</legend>
          {policyFields
            .filter((field) => field.part === part)
            .map((field) => (
              <PolicyFieldInput
                key={field.key}
                field={field}
                text={draft.texts[field.key]}
                editing={editing}
                error={problems?.get(field.key)}
                onChange={(text) => onChange({ ...draft, texts: { ...draft.texts, [field.key]: text } })}
              />
            ))}
        </fieldset>
      ))}
    </>
  )
}
