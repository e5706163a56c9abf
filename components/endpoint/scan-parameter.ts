import { joinList, splitList } from '#lib/core/list-text.ts'

/** The page's own parameter that names the scans which it follows. */
export const scanParameter = 'scan'

/** More would only fill the page: one scan is made per site. */
const most = 10

export function scansOf(search: URLSearchParams): string[] {
  const ids = splitList(search.get(scanParameter) ?? '').filter((id) => /^[0-9a-f-]{36}$/i.test(id))
  return [...new Set(ids)].slice(0, most)
}

export function joinScans(ids: readonly string[]): string {
  return joinList(ids)
}
