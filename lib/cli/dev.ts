import { launch } from './launch.ts'

await launch('development', process.argv.slice(2))
