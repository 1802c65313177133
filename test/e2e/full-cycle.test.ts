/** Gate, deploy, an incident whose text names a change, learn, gate: as bench/full-cycle.ts asks it of real repositories. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cycle, type JudgedPart, runCycle } from '../../bench/cycle.ts'
import { makeRepository, type Repository } from './repository.ts'

let repository: Repository
let cycle: Cycle
const shas: Record<string, string> = {}
beforeAll(async () => {
  repository = await makeRepository({ start: '2026-01-05T09:00:00Z' })
  await repository.bulk(200, { revertEvery: 20 })
  const commit = async (name: string, message: string, file: string, at: string) => {
    shas[name] = await repository.commit({ message, files: { [file]: `${name}\n` }, at })
  }
  await commit('begin', 'Begin to sell', 'shop/start.ts', '2026-03-02T08:00:00Z')
  await commit('help', 'Help (#11)', 'press/help.ts', '2026-03-02T09:00:00Z')
  await commit('pay', 'Pay by card (#12)', 'shop/pay.ts', '2026-03-03T08:00:00Z')
  await commit('cart', 'Carts (#13)', 'shop/cart.ts', '2026-03-03T09:00:00Z')
  await commit('pay more', 'Pay by cheque (#14)', 'shop/pay.ts', '2026-03-05T08:00:00Z')
  await commit('cart more', 'Large carts (#15)', 'shop/cart.ts', '2026-03-05T09:00:00Z')
  await commit('help more', 'More help (#16)', 'press/help.ts', '2026-03-05T10:00:00Z')
  cycle = await runCycle({
    ...{ repository: repository.directory, before: shas['begin']!, deployed: shas['cart']! },
    ...{ culprit: shas['pay']!, next: shas['help more']!, now: '2026-03-05T12:00:00Z' },
  })
}, 120_000)
afterAll(() => repository.remove())

const grown = (id: string): number => {
  const part = cycle.parts.find((each): each is JudgedPart => each.id === id)
  if (part === undefined) throw new Error(`no part ${id}`)
  return part.after / part.before
}

describe('an incident is told', () => {
  test('and the part that did it is named', () => {
    expect(cycle.learned.failed).toMatchObject([
      { change: '#12', sha: shas['cart'], cause: { state: 'confirmed' }, lane: 'observed' },
    ])
  })

  test('and what touches its files is riskier than before, and than anything else that goes out', () => {
    expect(cycle.parts.map(({ id, shared }) => [id, shared])).toEqual([
      ['#14', ['shop/pay.ts']],
      ['#15', []],
      ['#16', []],
    ])
    expect(grown('#14')).toBeGreaterThan(1.2)
    expect(grown('#14')).toBeGreaterThan(grown('#15'))
    expect(grown('#15')).toBeGreaterThanOrEqual(grown('#16'))
    expect(cycle.whole.after).toBeGreaterThan(cycle.whole.before)
  })

  test('and it is said why', () => {
    expect(cycle.moved.join('\n')).toMatch(/in a failure 2 days before|pay\.ts was in 1 failed/)
  })

  test('and every decision still comes out of the ledger again', () => expect(cycle.rederived).toBe(3))
})
