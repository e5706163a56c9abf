import { CopyButton } from './copy-button.client.tsx'
import { ScrollRegion } from './scroll-region.tsx'

/** Text to be read exactly: PEM, commands, evidence. Scrolls by itself, so that the page does not. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="relative">
      <ScrollRegion label={label} className="max-h-96 overflow-auto rounded-md border bg-sunken p-3 pr-10">
        <pre className="font-mono text-xs leading-relaxed">{text}</pre>
      </ScrollRegion>
      <span className="absolute top-2 right-2">
        <CopyButton value={text} label={`Copy ${label}`} />
      </span>
    </div>
  )
}

export function Kbd({ children }: { children: React.ReactNode }) {
  return (
    <kbd className="rounded border border-line-strong bg-sunken px-1 font-sans text-[0.6875rem] text-ink-2">
      {children}
    </kbd>
  )
}
