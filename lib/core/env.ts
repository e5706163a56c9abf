import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65535)

/** Every setting that the product reads from its environment. `.env.example` lists the same names. */
export const envSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: port.default(3000),
  HOSTNAME_BIND: z.string().min(1).default('127.0.0.1'),
  /** Absent: the embedded Postgres in the data directory is started and used. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  COUNTERSIGN_DATA_DIR: z.string().min(1).default('.data'),
  /** Where browsers reach the product; cookies and links are made for it. */
  COUNTERSIGN_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Signs sessions; made at the first start and kept in the data directory where absent. */
  COUNTERSIGN_SECRET: z.string().min(32).optional(),
  COUNTERSIGN_ADMIN_EMAIL: z.email().optional(),
  COUNTERSIGN_ADMIN_PASSWORD: z.string().min(12).max(128).optional(),
  COUNTERSIGN_SITE: z.string().min(1).max(64).default('default'),
  COUNTERSIGN_SCAN_CONCURRENCY: z.coerce.number().int().min(1).max(2000).default(64),
  COUNTERSIGN_SCAN_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(10_000),
  /** Files in PEM of the clients that the mTLS probes play beside those without a certificate and with a self-made one. */
  COUNTERSIGN_CLIENT_CERT: z.string().min(1).optional(),
  COUNTERSIGN_CLIENT_KEY: z.string().min(1).optional(),
  COUNTERSIGN_WRONG_CLIENT_CERT: z.string().min(1).optional(),
  COUNTERSIGN_WRONG_CLIENT_KEY: z.string().min(1).optional(),
  COUNTERSIGN_UNAUTHORISED_CLIENT_CERT: z.string().min(1).optional(),
  COUNTERSIGN_UNAUTHORISED_CLIENT_KEY: z.string().min(1).optional(),
  /** The API token with which commands ask an installation. */
  COUNTERSIGN_TOKEN: z.string().min(1).optional(),
  COUNTERSIGN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
})

export type Env = Readonly<z.infer<typeof envSchema>>

const names = Object.keys(envSchema.shape)

/** Judging the settings costs more than reading them, and answers to questions ask for them several times. */
let last: { readonly text: string; readonly env: Env } | null = null

/** Reads the environment. Throws `EnvError`, whose message lists every bad value on a line of its own. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const present = Object.fromEntries(names.map((name) => [name, source[name] || undefined]))
  const text = JSON.stringify(present)
  if (last?.text === text) return last.env
  const parsed = envSchema.safeParse(present)
  if (parsed.success) {
    last = { text, env: parsed.data }
    return parsed.data
  }
  throw new EnvError(parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`))
}

export class EnvError extends Error {
  constructor(lines: readonly string[]) {
    super(`The configuration is not valid:\n${lines.join('\n')}`)
    this.name = 'EnvError'
  }
}
