'use client'

import type { RefObject } from 'react'
import type { LineProblem } from './answers.ts'

/** What is wrong, line by line, beside the text; each leads to its line. */
export function LineProblems({
  text,
  problems,
  area,
}: {
  text: string
  problems: readonly LineProblem[]
  area: RefObject<HTMLTextAreaElement | null>
}) {
  const show = (line: number) => {
    const field = area.current
    if (field === null) return
    const lines = text.split('\n')
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
    field.focus()
    field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
    field.scrollTop = (field.scrollHeight / Math.max(1, lines.length)) * Math.max(0, line - 3)
  }
  if (problems.length === 0) {
    return (
      <p className="self-start text-ink-3 text-xs lg:pt-6">Lines that cannot be read are told here, by their number.</p>
    )
  }
  return (
    <section aria-label="Lines that cannot be read" className="grid content-start gap-1 lg:pt-6">
      <h3 className="font-medium text-sm">
        {problems.length.toLocaleString('en')} {problems.length === 1 ? 'line' : 'lines'} cannot be read
      </h3>
      <p className="text-ink-3 text-xs">They stay in the text and are left out; all others can be added.</p>
      <ul className="max-h-56 divide-y overflow-y-auto rounded-md border">
        {problems.map(({ line, problem }) => (
          <li key={`${line} ${problem}`}>
            <button
              type="button"
              onClick={() => show(line)}
              className="grid w-full grid-cols-[3.5rem_1fr] gap-2 px-2 py-1 text-left text-xs hover:bg-hover"
            >
              <span className="nums font-medium">Line {line}</span>
              <span className="text-danger [overflow-wrap:anywhere]">{problem}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
