/** A year later: which words a decision rested on, and that nobody changed them since. */
import { describe, expect, test } from 'vitest'
import { engines } from '../../../src/commands/gate/memory.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { hashRecord, type LedgerRecord } from '../../../src/ledger/record.ts'
import { replayLedger } from '../../../src/ledger/replay.ts'
import type { Pull } from '../../github/state.ts'
import { openLedgerOf } from './safety.ts'
import { approve, deployed, enforcing, enter, openShop, propose, type Shop, say, tipOf } from './shop.ts'

const told = async (
  words: readonly string[],
): Promise<{ readonly ledger: Ledger; readonly last: LedgerRecord }> => {
  const shop = await openShop({ policy: `${enforcing}emergency: { by: ["@ada"] }\n` })
  deployed(shop, tipOf(shop))
  const pull = propose(shop, { branch: 'topic', size: 'risky' })
  await look(shop, pull)
  for (const word of words) {
    shop.wait(3)
    const [, who = '', what = ''] = /^(\w+): (.*)$/.exec(word) ?? []
    if (what === 'reviews') {
      const review = approve(shop, pull, who)
      await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
    } else if (what === 'reviews unseen') approve(shop, pull, who)
    else {
      const comment = say(shop, pull, what, who)
      await enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment })
    }
  }
  await look(shop, pull)
  const ledger = openLedgerOf(shop, 'workflow-token')
  const decisions: LedgerRecord[] = []
  for await (const record of ledger.read({ kinds: ['decision'] })) decisions.push(record)
  return { ledger, last: decisions.at(-1)! }
}

const look = (shop: Shop, pull: Pull) =>
  enter(shop, { event: 'pull_request_target', action: 'synchronize' }, { pull })

/** The ledger with one record as somebody would like it, its hash made right again. */
const withOther = (
  ledger: Ledger,
  id: string,
  change: (record: LedgerRecord) => LedgerRecord | undefined,
): Ledger => ({
  url: ledger.url,
  notes: [],
  append: (entries) => ledger.append(entries),
  latest: (query) => ledger.latest(query),
  read: (query) => ledger.read(query),
  putBlob: (bytes) => ledger.putBlob(bytes),
  getBlob: (hash) => ledger.getBlob(hash),
  verify: () => ledger.verify(),
  find: async (wanted) => {
    const found = await ledger.find(wanted)
    return found?.id === id ? change(found) : found
  },
})

const rehashed = (record: LedgerRecord, body: object): LedgerRecord => {
  const changed = { ...record, body: { ...record.body, ...body } }
  return { ...changed, hash: hashRecord(changed) }
}

interface Names {
  readonly restsOn?: readonly { readonly id: string; readonly hash: string }[]
}

describe('a decision names the words it rests on, and is made again with them', () => {
  test.each<[string, readonly string[], string, number, readonly string[]]>([
    ['a review is GitHub’s, not ours', ['ada: reviews unseen'], 'below-limit', 0, []],
    ['a review, and the risk it was given at', ['ada: reviews'], 'below-limit', 1, ['approval']],
    ['an approval in a comment', ['ada: .approve'], 'below-limit', 1, ['approval']],
    ['two of them', ['ada: .approve', 'jonas: .approve'], 'below-limit', 2, ['approval', 'approval']],
    ['a no', ['ada: .reject breaks the export'], 'rejected', 1, ['approval']],
    ['an override', ['ada: .override --reason "it is down"'], 'emergency-override', 1, ['override']],
    ['a freeze', ['mira: .freeze --reason fair'], 'frozen', 1, ['freeze']],
  ])('%s', async (_, words, rule, count, kinds) => {
    const { ledger, last } = await told(words)
    expect(last.body['result']).toMatchObject({ rule })
    const { restsOn = [] } = last.body as Names
    expect(restsOn).toHaveLength(count)
    expect(await Promise.all(restsOn.map(async ({ id }) => (await ledger.find(id))?.kind))).toEqual(kinds)
    const whole = await replayLedger(ledger, engines)
    expect(whole.difference).toBeUndefined()
    expect(whole.rederived).toBeGreaterThan(0)
    for (const { id } of restsOn) {
      const gone = await replayLedger(
        withOther(ledger, id, () => undefined),
        engines,
      )
      expect(gone.difference?.what).toContain(`record ${id.slice(0, 12)}, which it rests on, is not there`)
      const other = await replayLedger(
        withOther(ledger, id, (record) => rehashed(record, { word: 'approve', until: null, by: 'noor' })),
        engines,
      )
      expect(other.difference?.what).toContain('is not what it was')
    }
  })

  test('and fails where a record with the right name never said what was decided by', async () => {
    const { ledger, last } = await told(['ada: .override --reason "it is down"'])
    const [behind] = (last.body as Names).restsOn ?? []
    const forged = withOther(ledger, behind!.id, (record) => ({
      ...record,
      body: { ...record.body, until: '2026-03-09T00:00:00.000Z' },
    }))
    expect((await replayLedger(forged, engines)).difference?.what).toContain(
      'does not say what was decided by',
    )
  })

  test.each([['ada: reviews'], ['ada: .approve']])(
    'and fails where the record of a yes (%s) tells another risk than was decided by',
    async (word) => {
      const { ledger, last } = await told([word])
      const [behind] = (last.body as Names).restsOn ?? []
      const record = await ledger.find(behind!.id)
      expect(record?.body).toMatchObject({ word: 'approve', band: 'critical' })
      const forged = withOther(ledger, behind!.id, (found) => ({
        ...found,
        body: { ...found.body, band: 'low' },
      }))
      expect((await replayLedger(forged, engines)).difference?.what).toContain(
        'does not say what was decided by',
      )
    },
  )
})
