import { afterAll, beforeAll, expect, test } from 'vitest'
import { troublesOf } from '../../../src/commands/learn/troubles.ts'
import type { Incident } from '../../../src/domain/incident.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'

let repository: Repository
let index: HistoryIndex
beforeAll(async () => {
  repository = await makeRepository({ start: '2026-03-01T09:00:00Z' })
  for (const number of [11, 12, 13])
    await repository.commit({ message: `Change ${number} (#${number})`, files: { 'a.ts': `${number}\n` } })
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const incidentNaming = (reference: string): Incident =>
  ({
    id: 'INC-1',
    source: 'test',
    kind: 'incident',
    title: 'Tills are down',
    severity: null,
    startedAt: '2026-03-02T09:00:00Z',
    components: [],
    customers: [],
    doubts: [],
    changes: [{ reference, relation: 'caused-by' }],
  }) as unknown as Incident

const twelfth = (): string => index.sha(index.length - 2)
test.each([
  ['its number', () => '#12'],
  ['its number alone', () => '12'],
  ['its address', () => 'https://github.example/acme/shop/pull/12'],
  ['its number in its repository', () => 'acme/shop#12'],
  ['its SHA', twelfth],
  ['the address of its commit', () => `https://github.example/acme/shop/commit/${twelfth()}`],
])('a change is confirmed that is named by %s', (_, written) => {
  const troubles = troublesOf(index, [incidentNaming(written())], 'acme/shop')
  expect(troubles.map(({ sha, state }) => [sha, state])).toEqual([[twelfth(), 'confirmed']])
})

test.each(['acme/api#12', 'https://github.example/acme/api/pull/12', 'CHG0012', '#99', 'load'])(
  '%s is none of this repository',
  (written) => {
    expect(troublesOf(index, [incidentNaming(written)], 'acme/shop')).toEqual([])
  },
)
