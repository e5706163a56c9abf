'use client'

import { ChevronDown } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { joinList } from '#lib/core/list-text.ts'
import { buttonClass } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Checkbox, Input } from '../ui/input.tsx'
import type { Facet, FacetOption } from './facet.ts'
import { readList } from './list-query.ts'
import type { ListQuery } from './use-list-query.ts'

/** A `<details>` with boxes: opens without scripts, and its boxes belong to the form around it. */
export function FacetMenu({ facet, list }: { facet: Facet; list: ListQuery }) {
  const details = useRef<HTMLDetailsElement>(null)
  useClosing(details)
  const chosen = chosenOf(facet, list)
  return (
    <details ref={details} name="facet" className="sm:relative">
      <summary
        className={classNames(
          buttonClass(),
          'list-none [&::-webkit-details-marker]:hidden',
          chosen.length > 0 && 'border-accent text-accent',
        )}
      >
        {facet.label}
        {chosen.length === 0 ? null : (
          <span className="nums rounded bg-accent px-1 text-accent-ink text-xs">
            {chosen.length}
            <span className="sr-only"> chosen</span>
          </span>
        )}
        <ChevronDown aria-hidden="true" className="size-3.5! text-ink-3" />
      </summary>
      <div className="absolute inset-x-0 z-30 mt-1 sm:inset-x-auto sm:w-64 rounded-md border bg-surface p-1.5 shadow-float">
        <FacetBody facet={facet} chosen={chosen} list={list} />
      </div>
    </details>
  )
}

function FacetBody({ facet, chosen, list }: { facet: Facet; chosen: readonly string[]; list: ListQuery }) {
  if (facet.kind === 'date') {
    return (
      <label htmlFor={`facet-${facet.key}`} className="grid gap-1 p-1 text-xs">
        {facet.label}
        <Input
          id={`facet-${facet.key}`}
          type="date"
          name={facet.key}
          value={(chosen[0] ?? '').slice(0, 10)}
          onChange={(event) => list.apply({ [facet.key]: event.target.value })}
        />
      </label>
    )
  }
  if (facet.kind === 'flag') {
    const options = [
      { value: 'true', label: facet.yes ?? 'Yes' },
      { value: 'false', label: facet.no ?? 'No' },
    ]
    return (
      <Options
        facet={{ ...facet, options }}
        chosen={chosen}
        onChange={(values) => list.apply({ [facet.key]: values.at(-1) ?? null })}
      />
    )
  }
  return (
    <Options
      facet={facet}
      chosen={chosen}
      onChange={(values) =>
        list.apply({ [facet.key]: values.length === 0 ? (facet.standing?.cleared ?? null) : values })
      }
    />
  )
}

function chosenOf(facet: Facet, list: ListQuery): readonly string[] {
  const named = readList(list.query, facet.key)
  if (facet.kind !== 'choice' || facet.standing === undefined) return named
  return named.length === 0 ? facet.standing.values : named.filter((value) => value !== facet.standing?.cleared)
}

function Options({
  facet,
  chosen,
  onChange,
}: {
  facet: { readonly key: string; readonly label: string; readonly options: readonly FacetOption[] }
  chosen: readonly string[]
  onChange: (values: readonly string[]) => void
}) {
  const [text, setText] = useState('')
  const id = useId()
  const wanted = text.trim().toLowerCase()
  const shown = facet.options.filter(
    (option) => option.label.toLowerCase().includes(wanted) || chosen.includes(option.value),
  )
  return (
    <fieldset>
      <legend className="sr-only">{facet.label}</legend>
      {facet.options.length > 10 ? (
        <Input
          aria-label={`Find in ${facet.label}`}
          placeholder="Find"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-1"
        />
      ) : null}
      <div className="grid max-h-72 overflow-y-auto">
        {shown.map((option) => (
          <label
            key={option.value}
            htmlFor={`${id}-${option.value}`}
            className="flex items-center gap-2 rounded px-1.5 py-1.5 hover:bg-hover"
          >
            <Checkbox
              id={`${id}-${option.value}`}
              name={facet.key}
              value={joinList([option.value])}
              checked={chosen.includes(option.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked ? [...chosen, option.value] : chosen.filter((value) => value !== option.value),
                )
              }
            />
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.count === undefined ? null : (
              <span className="nums text-ink-3 text-xs">{option.count.toLocaleString('en')}</span>
            )}
          </label>
        ))}
        {shown.length === 0 ? <p className="p-1.5 text-ink-3">Nothing by that name</p> : null}
      </div>
    </fieldset>
  )
}

/** Escape and a click elsewhere close it. */
function useClosing(details: React.RefObject<HTMLDetailsElement | null>): void {
  useEffect(() => {
    const close = (event: Event) => {
      const open = details.current
      if (open === null || !open.open) return
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return
        open.open = false
        open.querySelector('summary')?.focus()
      } else if (event.target instanceof Node && !open.contains(event.target)) open.open = false
    }
    document.addEventListener('keydown', close)
    document.addEventListener('pointerdown', close)
    return () => {
      document.removeEventListener('keydown', close)
      document.removeEventListener('pointerdown', close)
    }
  }, [details])
}
