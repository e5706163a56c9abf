import { join } from 'node:path'

/** The tools' own scripts: they run the same on every platform, where node_modules/.bin holds shell scripts. */
const scripts = {
  biome: '@biomejs/biome/bin/biome',
  knip: 'knip/bin/knip.js',
  next: 'next/dist/bin/next',
  playwright: '@playwright/test/cli.js',
  prisma: 'prisma/build/index.js',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
} as const

/** Path of a tool's script, to be run with this process' Node. */
export function program(name: keyof typeof scripts): string {
  return join(process.cwd(), 'node_modules', scripts[name])
}

/** This process' environment with its Node first in the path, and the tools' calls home switched off. */
export function toolEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const separator = process.platform === 'win32' ? ';' : ':'
  return {
    ...process.env,
    PATH: `${join(process.execPath, '..')}${separator}${process.env.PATH ?? ''}`,
    NEXT_TELEMETRY_DISABLED: '1',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    ...extra,
  }
}
