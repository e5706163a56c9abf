/** How the reader wants it, kept in cookies so that the server's first byte is right and nothing flashes. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

export function readTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system'
}

export function readDensity(value: string | undefined): Density {
  return densities.find((density) => density === value) ?? 'comfortable'
}

/** In the browser: applies a choice at once and keeps it for a year. */
export function chooseAppearance(name: 'theme' | 'density', value: string): void {
  document.documentElement.dataset[name] = value
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`
}
