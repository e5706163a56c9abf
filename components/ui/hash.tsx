import { CopyButton } from './copy-button.client.tsx'

/** A fingerprint, short to the eye and whole for copying and for screen readers' users who ask for it. */
export function Hash({ value, length = 12, copy = true }: { value: string; length?: number; copy?: boolean }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      <code title={value} className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">
        {value.length > length ? `${value.slice(0, length)}…` : value}
      </code>
      {copy ? <CopyButton value={value} label="Copy the whole value" /> : null}
    </span>
  )
}
