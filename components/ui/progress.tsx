/** Work that moves: `total` null while it is not yet known. */
export function Progress({ done, total, label }: { done: number; total: number | null; label: string }) {
  const share = total === null || total === 0 ? null : Math.min(100, Math.round((100 * done) / total))
  return (
    <div className="grid gap-1">
      <div className="flex justify-between gap-4 text-ink-2 text-xs">
        <span>{label}</span>
        <span className="nums">
          {total === null ? done.toLocaleString('en') : `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share ?? undefined}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={`h-full rounded-full bg-accent transition-[width] ${share === null ? 'w-1/3 animate-pulse' : ''}`}
          style={share === null ? undefined : { width: `${share}%` }}
        />
      </div>
    </div>
  )
}
