import { filterToQuery } from '#lib/data/filter.ts'

/** Pages of a frozen report. */
export function reportHref(id: string, query: Readonly<Record<string, unknown>> = {}): string {
  return withQuery(`/compliance/reports/${id}`, query)
}

export function frozenFrameworkHref(
  id: string,
  framework: string,
  query: Readonly<Record<string, unknown>> = {},
): string {
  return withQuery(`/compliance/reports/${id}/${framework}`, query)
}

export function frozenCheckHref(id: string, check: string, query: Readonly<Record<string, unknown>> = {}): string {
  return withQuery(`/compliance/reports/${id}/checks/${check}`, query)
}

function withQuery(path: string, query: Readonly<Record<string, unknown>>): string {
  const text = filterToQuery(query)
  return text === '' ? path : `${path}?${text}`
}
