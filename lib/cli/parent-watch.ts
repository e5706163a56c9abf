// Preloaded into every child of the launcher: a child whose parent is gone ends itself, by order first.
const graceMs = 30_000

if (process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), graceMs).unref()
  })
  // The channel alone is no reason to go on living.
  process.channel.unref()
}
