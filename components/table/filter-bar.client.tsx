'use client'

import { Search, X } from 'lucide-react'
import Link from 'next/link'
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { ActiveFilter } from '#lib/data/filter.ts'
import { useShortcut } from '../shell/use-shortcut.ts'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'
import type { Facet } from './facet.ts'
import { FacetMenu } from './facet-menu.client.tsx'
import { withoutFilters } from './list-query.ts'
import type { ListQuery } from './use-list-query.ts'

/** Without scripts it is a plain form that sends the same query. */
export function FilterBar({
  list,
  active,
  facets,
  search,
  noun,
  children,
}: {
  list: ListQuery
  active: readonly ActiveFilter[]
  facets: readonly Facet[]
  search: string | null
  noun: string
  children: ReactNode
}) {
  const kept = new URLSearchParams(list.query)
  return (
    <search aria-label={`Filter ${noun}`} className="no-print grid gap-2">
      <form
        method="get"
        onSubmit={(event) => event.preventDefault()}
        className="relative flex flex-wrap items-center gap-2"
      >
        {search === null ? null : <SearchBox list={list} label={search} />}
        {facets.map((facet) => (
          <FacetMenu key={facet.key} facet={facet} list={list} />
        ))}
        {['sort', 'hide', 'show'].map((key) => {
          const value = kept.get(key)
          return value === null ? null : <input key={key} type="hidden" name={key} value={value} />
        })}
        <noscript>
          <Button type="submit">Apply</Button>
        </noscript>
        <span className="ml-auto flex items-center gap-2">{children}</span>
      </form>
      <Chips list={list} active={active} facets={facets} />
    </search>
  )
}

function SearchBox({ list, label }: { list: ListQuery; label: string }) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = new URLSearchParams(list.query).get('q') ?? ''
  const [text, setText] = useState(asked)
  useShortcut(['/'], (_key, event) => {
    event.preventDefault()
    input.current?.focus()
    input.current?.select()
  })
  // Back, a chip or a saved view change the query from outside; what is being typed is left alone.
  useEffect(() => {
    if (timer.current === undefined) setText((typed) => (typed.trim() === asked ? typed : asked))
  }, [asked])
  const send = (value: string, delayMs: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      timer.current = undefined
      list.apply({ q: value.trim() }, 'replace')
    }, delayMs)
  }
  return (
    <span className="relative w-full sm:w-64">
      <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-2.5 size-3.5 text-ink-3" />
      <Input
        ref={input}
        type="search"
        name="q"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={200}
        autoComplete="off"
        className="pl-8"
        onChange={(event) => {
          setText(event.target.value)
          send(event.target.value, 250)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text, 0)
          if (event.key === 'Escape') input.current?.blur()
        }}
      />
    </span>
  )
}

function Chips({
  list,
  active,
  facets,
}: {
  list: ListQuery
  active: readonly ActiveFilter[]
  facets: readonly Facet[]
}) {
  if (active.length === 0) return null
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-1.5 text-xs">
      {active.map((filter) => (
        <li
          key={filter.key}
          className="flex max-w-full items-center rounded border border-accent/40 bg-accent-soft text-ink"
        >
          <span className="truncate py-0.5 pl-2">
            <span className="text-ink-2">{filter.title}: </span>
            {filter.values.map((value) => labelOf(facets, filter.key, value)).join(', ')}
          </span>
          <Link
            href={list.hrefFor(withoutFilters([filter]))}
            scroll={false}
            onClick={focusBar}
            aria-label={`Remove the filter ${filter.title}`}
            className="grid size-6 place-items-center rounded hover:text-accent"
          >
            <X aria-hidden="true" className="size-3.5" />
          </Link>
        </li>
      ))}
      <li>
        <Link href={list.hrefFor(withoutFilters(active))} scroll={false} onClick={focusBar} className="link px-1">
          Clear all
        </Link>
      </li>
    </ul>
  )
}

function labelOf(facets: readonly Facet[], key: string, value: string): string {
  const facet = facets.find((one) => one.key === key)
  return (facet?.kind === 'choice' ? facet.options.find((option) => option.value === value)?.label : undefined) ?? value
}

/** The chip that was pressed goes away; the focus stays in the bar. */
function focusBar(event: MouseEvent<HTMLElement>): void {
  event.currentTarget.closest('search')?.querySelector<HTMLElement>('input[type="search"], summary')?.focus()
}
