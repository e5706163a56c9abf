import { Download } from 'lucide-react'
import { LinkButton } from '../../ui/link-button.tsx'

export interface ReportFile {
  readonly key: string
  readonly label: string
  readonly use: string
}

/** Every file that a report is handed out as. */
export function ReportFiles({ id, files }: { id: string; files: readonly ReportFile[] }) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
      {files.map(({ key, label, use }) => (
        <li key={key} className="grid content-start justify-items-start gap-1.5 rounded-lg border bg-surface p-3">
          <LinkButton href={`/api/v1/reports/${id}/export?format=${key}`} download size="sm">
            <Download aria-hidden="true" />
            {label}
          </LinkButton>
          <p className="text-ink-2 text-xs">{use}</p>
        </li>
      ))}
    </ul>
  )
}
