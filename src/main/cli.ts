/** The command line. Loads nothing before it knows what is asked: `--version` costs no more than starting node. */
import { toolName, version } from './version.ts'

const [first] = process.argv.slice(2)
if (first === '--version' || first === '-v' || first === 'version')
  process.stdout.write(`${toolName} ${version}\n`)
else {
  const { run } = await import('./run.ts')
  process.exitCode = await run(process.argv.slice(2))
  // All is told once it is written: taking the heap apart, and waiting for git to notice that it is over, tells no more.
  process.stdout.write('', () => process.stderr.write('', () => process.exit()))
}
