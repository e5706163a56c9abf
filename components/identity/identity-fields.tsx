import { criticalities } from '#lib/data/identities/filter.ts'
import { SelectField, TextField } from '../ui/field.tsx'
import { criticalityWords } from './identity-words.ts'

export interface EnvironmentChoice {
  readonly id: string
  readonly name: string
}

export interface IdentityFieldValues {
  readonly environmentId: string | null
  readonly owner: string | null
  readonly criticality: (typeof criticalities)[number]
}

const unset: IdentityFieldValues = { environmentId: null, owner: null, criticality: 'medium' }

/** What is said of an identity beside its name; `readIdentityFields` reads it from the form. */
export function IdentityFields({
  environments,
  owners,
  values = unset,
}: {
  environments: readonly EnvironmentChoice[]
  owners: readonly string[]
  values?: IdentityFieldValues
}) {
  return (
    <>
      <SelectField
        name="environment"
        label="Environment"
        defaultValue={values.environmentId ?? ''}
        hint="Its policy and trust store count where the identity has none of its own."
      >
        <option value="">None</option>
        {environments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        name="owner"
        label="Owner"
        hint="A team or a person who is told when it breaks."
        maxLength={200}
        list="identity-owners"
        defaultValue={values.owner ?? ''}
      />
      <datalist id="identity-owners">
        {owners.map((owner) => (
          <option key={owner} value={owner} />
        ))}
      </datalist>
      <SelectField name="criticality" label="Criticality" defaultValue={values.criticality}>
        {criticalities.toReversed().map((value) => (
          <option key={value} value={value}>
            {criticalityWords[value]}
          </option>
        ))}
      </SelectField>
    </>
  )
}

export function readIdentityFields(form: FormData): IdentityFieldValues {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  return {
    environmentId: text('environment') || null,
    owner: text('owner') || null,
    criticality: criticalities.find((one) => one === text('criticality')) ?? 'medium',
  }
}
