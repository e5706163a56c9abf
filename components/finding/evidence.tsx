import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Evidence } from '#lib/checks/contract.ts'
import { evidenceWords } from '#lib/checks/evidence-words.ts'
import { secondMs } from '#lib/core/time.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { CodeBlock } from '../ui/code.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Hash } from '../ui/hash.tsx'
import { Duration } from '../ui/time.tsx'
import { VerdictBadge, type VerdictOutcome } from '../ui/verdict-badge.tsx'
import { evidenceKind, hashHref } from './evidence-kind.ts'
import { When } from './when.tsx'

/** Items of a list that are shown at once; certificates hold up to thousands of names. */
const shownItems = 12
const deepest = 6

/** The evidence of any check, to be read by people; as JSON on demand. All text in it may be an attacker's. */
export function EvidenceView({ evidence }: { evidence: Evidence }) {
  const entries = Object.entries(evidence)
  return (
    <div className="grid min-w-0 gap-3">
      {entries.length === 0 ? (
        <p className="text-ink-3">The check left no evidence beside its verdict.</p>
      ) : (
        <Members entries={entries} depth={0} />
      )}
      <details className="no-print text-sm">
        <summary className="link w-fit">As JSON</summary>
        <div className="mt-2">
          <CodeBlock text={escapeUnsafeLines(JSON.stringify(evidence, null, 2))} label="Evidence as JSON" />
        </div>
      </details>
    </div>
  )
}

function Members({ entries, depth }: { entries: readonly (readonly [string, unknown])[]; depth: number }) {
  return (
    <DefinitionList
      stacked={depth > 1}
      items={entries.map(([key, value]) => ({
        term: evidenceWords(key),
        value: <Value name={key} value={value} depth={depth} />,
      }))}
    />
  )
}

function Value({ name, value, depth }: { name: string; value: unknown; depth: number }): ReactNode {
  if (depth > deepest) return <span className="text-ink-3">see the JSON</span>
  const kind = evidenceKind(name, value)
  if (kind === 'missing') return <span className="text-ink-3">none</span>
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number')
    return kind === 'seconds' ? (
      <Duration ms={value * secondMs} />
    ) : (
      <span className="nums">{value.toLocaleString('en')}</span>
    )
  if (typeof value === 'string') return <Text name={name} text={value} />
  if (Array.isArray(value)) return <Items name={name} items={value} depth={depth} />
  if (typeof value === 'object' && value !== null) return <Thing thing={value} depth={depth + 1} />
  return null
}

function Text({ name, text }: { name: string; text: string }) {
  const kind = evidenceKind(name, text)
  if (kind === 'instant') return <When at={text} />
  if (kind !== 'hash') return <bdi>{escapeUnsafe(text)}</bdi>
  const href = hashHref(name, text)
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Hash value={text} length={20} />
      {href === null ? null : (
        <Link href={href} className="link text-xs">
          Open
        </Link>
      )}
    </span>
  )
}

function Items({ name, items, depth }: { name: string; items: readonly unknown[]; depth: number }) {
  if (items.length === 0) return <span className="text-ink-3">none</span>
  const rest = items.slice(shownItems)
  return (
    <div className="grid gap-1">
      <ItemList name={name} items={items.slice(0, shownItems)} depth={depth} />
      {rest.length === 0 ? null : (
        <details>
          <summary className="link w-fit text-xs">{rest.length.toLocaleString('en')} more</summary>
          <div className="mt-1">
            <ItemList name={name} items={rest} depth={depth} />
          </div>
        </details>
      )}
    </div>
  )
}

function ItemList({ name, items, depth }: { name: string; items: readonly unknown[]; depth: number }) {
  return (
    <ul className="grid gap-1">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: evidence is immutable and its items may be equal
        <li key={index} className="min-w-0">
          <Value name={name} value={item} depth={depth} />
        </li>
      ))}
    </ul>
  )
}

/** A nested object; one that tells of an address carries it and its verdict as a heading. */
function Thing({ thing, depth }: { thing: object; depth: number }) {
  const { ip, outcome, ...rest }: { ip?: unknown; outcome?: unknown } = thing
  const verdict = verdictOf(outcome)
  const entries = Object.entries(
    verdict === null && typeof ip !== 'string' ? thing : verdict === null ? { ...rest, outcome } : rest,
  )
  return (
    <div className="rounded-md border bg-sunken/50 px-3 py-1.5">
      {typeof ip === 'string' || verdict !== null ? (
        <p className="flex flex-wrap items-center gap-2 py-1">
          {typeof ip === 'string' ? <span className="font-medium font-mono text-xs">{escapeUnsafe(ip)}</span> : null}
          {verdict === null ? null : <VerdictBadge outcome={verdict} />}
        </p>
      ) : null}
      <Members entries={entries.filter(([, value]) => value !== undefined)} depth={depth} />
    </div>
  )
}

const verdicts = ['pass', 'fail', 'not-applicable', 'not-assessed'] as const satisfies readonly VerdictOutcome[]

function verdictOf(value: unknown): VerdictOutcome | null {
  return verdicts.find((verdict) => verdict === value) ?? null
}

function escapeUnsafeLines(text: string): string {
  return text.split('\n').map(escapeUnsafe).join('\n')
}
