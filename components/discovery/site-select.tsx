import { SelectField } from '../ui/field.tsx'

export interface SiteChoice {
  readonly id: string
  readonly name: string
}

/** The site from which it is scanned; nothing to choose where there is one. */
export function SiteSelect({
  id,
  sites,
  value,
  onChange,
}: {
  id: string
  sites: readonly SiteChoice[]
  value: string
  onChange: (siteId: string) => void
}) {
  if (sites.length < 2) return null
  return (
    <div className="max-w-xs">
      <SelectField
        id={id}
        name="site"
        label="Site"
        hint="Whose workers scan it, and whose scope holds."
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {sites.map((site) => (
          <option key={site.id} value={site.id}>
            {site.name}
          </option>
        ))}
      </SelectField>
    </div>
  )
}
