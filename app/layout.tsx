import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { readDensity, readTheme } from '#components/shell/appearance.ts'
import { Toaster } from '#components/ui/toaster.client.tsx'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Countersign', template: '%s · Countersign' },
  description: 'Which service identities are proven, and which are not.',
  robots: { index: false, follow: false },
  icons: { icon: '/icon.svg' },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f8fa' },
    { media: '(prefers-color-scheme: dark)', color: '#0a0c11' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const theme = readTheme(jar.get('theme')?.value)
  const density = readDensity(jar.get('density')?.value)
  return (
    <html lang="en" data-theme={theme} data-density={density} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        {/* Without scripts the page of what is absent or forbidden stays empty: its status alone tells. */}
        <noscript>
          <p className="border-line-strong border-b bg-surface px-4 py-2 text-sm">
            Countersign needs JavaScript for its forms, charts and messages. A page that is empty below was not found,
            or is not open to you.
          </p>
        </noscript>
        {children}
        <Toaster />
      </body>
    </html>
  )
}
