/**
 * A coordinator in a process of its own. `race ROOT NAME FIRST LAST`: when the file ROOT.go is there, writes at each of
 * these positions and says `POSITION written` or `POSITION outrun`. `hold ROOT`: says who it is, and waits to be killed.
 * `write ROOT NAME`: writes after whatever is there for ever, and says `POSITION written` each time.
 */
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { newHolder } from '../../../src/commands/rollout/holder.ts'
import { openJournal } from '../../../src/commands/rollout/journal.ts'
import { directoryLedger } from '../../../src/ledger/stores/directory.ts'
import { lease, writer } from './journal-events.ts'

const [task = '', root = '', name = '', first = '0', last = '0'] = process.argv.slice(2)
const journal = openJournal(directoryLedger({ root, lockWaitMilliseconds: 30_000 }), 'web/1', writer)
const say = (text: string): void => void process.stdout.write(`${text}\n`)

if (task === 'hold') {
  say(newHolder())
  await wait(120_000)
}
if (task === 'race') {
  say('ready')
  while (!existsSync(`${root}.go`)) await wait(1)
  for (let position = Number(first); position <= Number(last); position += 1) {
    while ((await journal.read()).length < position) await wait(1)
    say(`${position} ${await journal.append(lease(name, position), position)}`)
  }
}
if (task === 'write') {
  // Long events take several writes of the system: there is a middle to be killed in.
  const long = 'x'.repeat(200_000)
  for (;;) {
    const { length } = await journal.read()
    const holder = length % 3 === 0 ? `${name}${long}` : name
    if ((await journal.append(lease(holder), length)) === 'written') say(`${length} written`)
  }
}
