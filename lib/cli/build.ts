import { ensureBuild, ensureClient } from './make-ready.ts'

// Makes what `npm start` would: for who builds on one machine, or into an image, and starts on another.
const made = [(await ensureClient()) && 'database client', (await ensureBuild()) && 'pages'].filter(Boolean)
process.stdout.write(made.length === 0 ? 'Nothing to build: no source has changed\n' : `Built: ${made.join(', ')}\n`)
