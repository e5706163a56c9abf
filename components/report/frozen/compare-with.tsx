import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'

/** Chooses the earlier report that this one is compared with. A form, so that it needs no scripts. */
export function CompareWith({
  earlier,
  chosen,
}: {
  earlier: readonly { readonly id: string; readonly name: string; readonly asOf: Date }[]
  chosen?: string
}) {
  if (earlier.length === 0)
    return <p className="text-ink-2 text-sm">There is no earlier report yet to compare this one with.</p>
  return (
    <form method="get" className="no-print flex flex-wrap items-end gap-2">
      <SelectField name="against" label="Earlier report" defaultValue={chosen ?? earlier[0]?.id} className="max-w-96">
        {earlier.map(({ id, name, asOf }) => (
          <option key={id} value={id}>
            {name} ({asOf.toISOString().slice(0, 16).replace('T', ' ')} UTC)
          </option>
        ))}
      </SelectField>
      <Button type="submit">Compare</Button>
    </form>
  )
}
