import { expect, test } from 'vitest'
import type { Job } from '../../../src/commands/github/job.ts'
import { openJobLedger } from '../../../src/commands/github/ledger.ts'
import { openJournal } from '../../../src/commands/rollout/journal.ts'
import { directoryLedger } from '../../../src/ledger/stores/directory.ts'
import { freshPlace } from '../../ledger/fixtures/places.ts'
import { pause, started, writer } from '../rollout/journal-events.ts'

test('the ledger of a job sees at once what others write, so that a rollout can be led on it', async () => {
  const { root } = freshPlace()
  const job = { asked: { ledger: null }, workspace: root, temporary: root }
  const journal = openJournal(openJobLedger(job as unknown as Job, `directory:${root}`), 'web/1', writer)
  expect(await journal.append(started, 0)).toBe('written')
  const other = openJournal(directoryLedger({ root }), 'web/1', { ...writer, actor: 'mira' })
  expect(await other.append(pause('mira'), 1)).toBe('written')
  expect(await journal.read()).toMatchObject([{ event: 'started' }, { command: 'pause', actor: 'mira' }])
})
