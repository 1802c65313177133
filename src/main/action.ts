/** The Action: started by the runner as `dist/index.js`. */
import { setTimeout } from 'node:timers/promises'
import { runAction } from './action/running.ts'

process.exitCode = await runAction({
  environment: process.env,
  write: (text) => process.stdout.write(text),
  now: () => new Date(),
  clock: () => performance.now(),
  random: Math.random,
  sleep: (milliseconds) => setTimeout(milliseconds),
})
