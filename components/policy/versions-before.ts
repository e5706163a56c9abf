/** The version before which the page's list of versions begins; undefined: at the newest. */
export function versionsBefore(search: Readonly<Record<string, string | string[] | undefined>>): number | undefined {
  const { versionsBefore: text } = search
  return typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}
