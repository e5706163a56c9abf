import { type Role, roles } from '#lib/core/principal.ts'
import { SelectField } from '../ui/field.tsx'
import { roleNotes, roleWords } from './role-words.ts'

/** Choice of a role up to `highest`. */
export function RoleField({
  highest = 'admin',
  value,
  error,
}: {
  highest?: Role
  value: string
  error: string | undefined
}) {
  const offered = roles.slice(0, roles.indexOf(highest) + 1)
  return (
    <SelectField name="role" label="Role" defaultValue={value} error={error}>
      {offered.map((role) => (
        <option key={role} value={role}>
          {roleWords[role]}: {roleNotes[role]}
        </option>
      ))}
    </SelectField>
  )
}
