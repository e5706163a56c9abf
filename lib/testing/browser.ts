import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { z } from 'zod'

/** A Chromium that starts here, with what it needs to. */
export interface TestBrowser {
  readonly executablePath: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Where it came from, for the log. */
  readonly origin: string
}

const systemNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
]
const systemPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Root has no sandbox of its own to drop into. */
const rootArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/**
 * Finds the browser for the tests: CHROMIUM_PATH, Playwright's own, the system's, else (linux-x64) the one among the
 * packages, unpacked under node_modules/.cache. Throws with both ways to get one where there is none.
 */
export function findBrowser(): TestBrowser {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) return plain(chosen, 'CHROMIUM_PATH')
  const own = chromium.executablePath()
  if (own && existsSync(own)) return plain(own, 'Playwright')
  const system = systemBrowser()
  if (system) return plain(system, 'the system')
  if (process.platform === 'linux' && process.arch === 'x64') return packagedBrowser()
  throw new Error(
    'There is no browser for the tests. Install Chromium, Chrome or Edge and set CHROMIUM_PATH to it, or run `npm exec playwright install chromium`.',
  )
}

function plain(executablePath: string, origin: string): TestBrowser {
  if (!existsSync(executablePath)) throw new Error(`${origin} names ${executablePath}, which is not there`)
  return { executablePath, args: rootArgs, env: {}, origin }
}

function systemBrowser(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = [...folders.flatMap((folder) => systemNames.map((name) => join(folder, name))), ...systemPaths]
  return candidates.find((path) => existsSync(path)) ?? null
}

function packagedBrowser(): TestBrowser {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const manifest = join(dirname(entry), '..', 'package.json')
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8')))
  const home = unpacked(join(dirname(manifest), 'bin'), version)
  const executablePath = join(home, 'chromium')
  const libraries = { LD_LIBRARY_PATH: join(home, 'libraries', 'lib') }
  const fonts = existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(home, 'fonts', 'fonts') }
  // The system's own libraries where it has them all.
  const env = starts(executablePath, {}) ? fonts : { ...libraries, ...fonts }
  if (!starts(executablePath, env))
    throw new Error(`${executablePath} does not start; set CHROMIUM_PATH to a Chromium that does.`)
  return {
    executablePath,
    args: [...rootArgs, '--disable-gpu', '--headless=shell'],
    env,
    origin: `@sparticuz/chromium ${version}`,
  }
}

function unpacked(source: string, version: string): string {
  const cache = join(process.cwd(), 'node_modules', '.cache')
  const home = join(cache, `chromium-${version}`)
  if (existsSync(home)) return home
  mkdirSync(cache, { recursive: true })
  const making = mkdtempSync(join(cache, 'chromium-'))
  try {
    writeFileSync(join(making, 'chromium'), decompressed(join(source, 'chromium.br')), { mode: 0o755 })
    extract(join(source, 'al2023.tar.br'), join(making, 'libraries'))
    extract(join(source, 'fonts.tar.br'), join(making, 'fonts'))
    extract(join(source, 'swiftshader.tar.br'), making)
    renameSync(making, home)
  } catch (error) {
    // Another run may have been quicker.
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(home)) throw error
  }
  return home
}

function decompressed(path: string): Buffer {
  return brotliDecompressSync(readFileSync(path))
}

function extract(archive: string, folder: string): void {
  mkdirSync(folder, { recursive: true })
  const done = spawnSync('tar', ['-x', '-C', folder], {
    input: decompressed(archive),
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (done.status !== 0) throw new Error(`tar could not unpack ${archive}: ${done.error?.message ?? done.stderr}`)
}

function starts(executablePath: string, env: Readonly<Record<string, string>>): boolean {
  return spawnSync(executablePath, ['--version'], { env: { ...process.env, ...env }, stdio: 'ignore' }).status === 0
}
