/** What incidents say is read where one was told; what people cleared is no cause of them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Repository as Clone, openRepository } from '../../../src/clients/git/repository.ts'
import { type RememberRequest, rememberIncidents } from '../../../src/commands/gate/remembered-incidents.ts'
import type { Failure } from '../../../src/commands/gate/request.ts'
import { defaultConfiguration } from '../../../src/config/defaults.ts'
import { nothingTold } from '../../../src/history/told-outcomes.ts'
import type { History } from '../../../src/sources/history.ts'
import { isolatedEnvironment } from '../../e2e/git.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'
import { toldIncident } from '../../history/told-incident.ts'

let repository: Repository
let clone: Clone
let history: History
let culprit: string
beforeAll(async () => {
  repository = await makeRepository({ start: '2026-03-01T09:00:00Z' })
  await repository.commit({ message: 'Begin', files: { 'shop/a.ts': '1\n' } })
  culprit = await repository.commit({ message: 'Break', files: { 'shop/a.ts': '2\n' } })
  await repository.commit({
    message: 'Go on',
    files: { 'shop/a.ts': '3\n' },
    at: '2026-03-05T10:00:00Z',
  })
  history = await readHistory(repository.directory)
  clone = await openRepository(repository.directory, isolatedEnvironment)
})
afterAll(async () => {
  clone.objects.end()
  await repository.remove()
})

const remember = async (rest: Partial<RememberRequest> = {}) => {
  const failures: Failure[] = []
  const { memory, told } = await rememberIncidents(
    {
      ...{ repository: clone, history, configuration: defaultConfiguration(), told: nothingTold },
      incidents: [toldIncident('A', '2026-03-01T12:00:00Z', { culprits: [culprit] })],
      environment: 'production',
      ...rest,
    },
    failures,
  )
  return { last: memory?.ofPast(history.head).last?.incident.id ?? null, told, failures, memory }
}

test('where its cause touched, an incident is remembered', async () => {
  expect(await remember()).toMatchObject({ last: 'A', failures: [] })
})

test('where none was told nothing is read, and nothing is asked', async () => {
  expect(await remember({ incidents: [] })).toEqual({
    ...{ last: null, told: undefined, failures: [], memory: null },
  })
})

test('a change that a person cleared caused nothing', async () => {
  const { last, told } = await remember({ told: { labels: [], cleared: [{ sha: culprit, at: 7 }] } })
  expect(last).toBeNull()
  expect(told!.known.map(({ culprits }) => culprits)).toEqual([[]])
})
