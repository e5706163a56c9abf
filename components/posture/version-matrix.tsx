import { Check, CircleHelp, X } from 'lucide-react'
import type { Observed } from '#lib/core/observed.ts'
import type { ByVersion, ProtocolVersion } from '#lib/tls/observation.ts'
import { versionInfo } from '#lib/tls/versions.ts'
import { classNames } from '../ui/class-names.ts'
import { reasonWords } from './reason-words.ts'
import { versionOrder, versionWords } from './version-words.ts'

/** Every version with its answer, so that a hole shows. */
export function VersionMatrix({ versions }: { versions: Observed<ByVersion<boolean>> }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fit,minmax(6.5rem,1fr))] gap-2">
      {versionOrder.map((version) => (
        <Version
          key={version}
          version={version}
          answer={versions.status === 'observed' ? versions.value[version] : versions}
        />
      ))}
    </ul>
  )
}

const looks = {
  spoken: 'border-pass-mark bg-pass-bg text-pass-fg',
  retired: 'border-high-mark bg-high-bg text-high-fg',
  refused: 'border-line bg-surface text-ink-3',
  unknown: 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg',
} as const

function Version({ version, answer }: { version: ProtocolVersion; answer: Observed<boolean> | undefined }) {
  const { forbiddenBy } = versionInfo[version]
  const state = stateOf(answer, forbiddenBy !== null)
  const Icon = { spoken: Check, retired: Check, refused: X, unknown: CircleHelp }[state]
  const note = {
    spoken: 'spoken',
    retired: `spoken, forbidden by ${forbiddenBy}`,
    refused: 'refused',
    unknown: `not known: ${answer === undefined || answer.status === 'observed' ? 'not asked' : reasonWords(answer.reason)}`,
  }[state]
  return (
    <li className={classNames('grid min-w-0 content-start gap-0.5 rounded-md border px-2 py-1.5', looks[state])}>
      <span className="flex items-center gap-1 font-medium text-sm">
        <Icon aria-hidden="true" className="size-3.5 shrink-0" />
        {versionWords[version]}
      </span>
      <span className="text-xs [overflow-wrap:anywhere]">{note}</span>
    </li>
  )
}

function stateOf(answer: Observed<boolean> | undefined, forbidden: boolean): keyof typeof looks {
  if (answer?.status !== 'observed') return 'unknown'
  if (!answer.value) return 'refused'
  return forbidden ? 'retired' : 'spoken'
}
