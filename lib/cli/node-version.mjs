// Runs before anything else, also under a Node that can't read TypeScript: plain JavaScript, nothing imported.
const needed = 24
const major = Number(process.versions.node.split('.')[0])

if (major < needed) {
  process.stderr.write(
    `Countersign needs Node ${needed} or later; this is ${process.version}.\n` +
      `On Linux and Windows \`npm ci\` brings it along and every \`npm run …\` uses it; elsewhere install it from https://nodejs.org.\n`,
  )
  process.exit(1)
}

// Reading TypeScript and compiling it takes longer than most commands: what was read once is kept beside the packages.
process
  .getBuiltinModule('node:module')
  .enableCompileCache(new URL('../../node_modules/.cache/compiled', import.meta.url).pathname)
