/**
 * Loaded into a coordinator before its program (node --import): sends a signal to the process it is in, right after an
 * event has become durable in the journal. BLOW_AT is `batch:2` for the second event of that kind that this process
 * writes, `any:5` for its fifth of all; BLOW_SIGNAL the signal, BLOW_DELAY how many milliseconds later it comes.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const [kind, number] = process.env.BLOW_AT.split(':')
const signal = process.env.BLOW_SIGNAL
const delay = Number(process.env.BLOW_DELAY)
const makeDurable = fs.fdatasyncSync
let left = Number(number)

const eventAtEndOf = (file) => {
  const bytes = Buffer.alloc(fs.fstatSync(file).size)
  fs.readSync(file, bytes, 0, bytes.length, 0)
  return JSON.parse(bytes.toString('utf8').trimEnd().split('\n').at(-1)).body.event
}

const blow = () => process.kill(process.pid, signal)

fs.fdatasyncSync = (file) => {
  makeDurable(file)
  if (kind !== 'any' && eventAtEndOf(file) !== kind) return
  left -= 1
  if (left !== 0) return
  if (delay > 0) setTimeout(blow, delay)
  else blow()
}
syncBuiltinESMExports()
