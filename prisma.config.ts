import { join } from 'node:path'
import { defineConfig } from 'prisma/config'

// The package registry carries Prisma's schema engine as WebAssembly only; this runs it in the native binary's place.
// Windows can't start a script that way and takes Prisma's own download.
if (process.platform !== 'win32') {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(import.meta.dirname, 'prisma', 'schema-engine.mjs')
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://unset:unset@127.0.0.1:1/unset' },
})
