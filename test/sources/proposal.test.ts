import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PullRequestCommit } from '../../src/domain/pull-request.ts'
import { signals } from '../../src/signals/all.ts'
import { measurePart, subjectOf } from '../../src/signals/measure.ts'
import { type History, withoutHistory } from '../../src/sources/history.ts'
import { type Proposal, proposedPart } from '../../src/sources/proposal.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from '../history/reading.ts'

const now = new Date('2026-03-01T12:00:00Z')
let repository: Repository
let history: History
let base: string
beforeAll(async () => {
  repository = await makeRepository({ start: '2026-02-01T09:00:00Z' })
  for (let at = 1; at <= 30; at += 1)
    base = await repository.commit({
      message: `Step ${at} (#${at})`,
      author: at % 2 ? 'Mira Vale' : 'Tomas Quill',
      files: { 'src/pay.ts': `${at}\n`, [`src/part-${at % 4}.ts`]: `${at}\n` },
    })
  history = await readHistory(repository.directory)
})
afterAll(() => repository.remove())

const commit = (told: Partial<PullRequestCommit> = {}): PullRequestCommit => ({
  sha: 'c'.repeat(40),
  parents: [base],
  message: 'Count twice',
  authoredAt: '2026-02-28T10:00:00Z',
  committedAt: '2026-02-28T10:00:00Z',
  author: { login: 'mira', type: 'User' },
  committer: { login: 'mira', type: 'User' },
  authorEmail: 'mira.vale@example.com',
  authorName: 'Mira Vale',
  ...told,
})
const proposal = (told: Partial<Proposal> = {}): Proposal => ({
  number: 77,
  base,
  baseSource: { from: 'pull-request', ref: 'main' },
  head: 'c'.repeat(40),
  title: 'Fix the total',
  body: 'Because it was wrong.',
  commits: [commit()],
  files: [
    {
      path: 'src/pay.ts',
      status: 'modified',
      added: 12,
      deleted: 3,
      binary: false,
      submodule: false,
    },
  ],
  ...told,
})
const answers = (told: Partial<Proposal> = {}, from = history): Readonly<Record<string, number | string>> => {
  const subject = subjectOf(from.index, proposedPart(from, proposal(told), now))
  return Object.fromEntries(
    measurePart(signals, subject).map((answer, at) => [
      signals[at]!.name,
      answer.outcome === 'measured' ? answer.value : answer.why,
    ]),
  )
}

describe('a pull request is measured as the part it would be', () => {
  test('with its own size, purpose and number', () => {
    expect(answers()).toMatchObject({
      'code-lines-added': 12,
      'code-lines-deleted': 3,
      fix: 1,
      'pull-request': 1,
      'commits-inside': 1,
    })
  })

  test('on the past of its base', () => {
    const told = answers()
    expect(told['file-touches']).toBe(30)
    expect(told['author-experience']).toBe(15)
  })

  test('and nothing of it stays behind in the index', async () => {
    const before = history.index.length
    answers()
    expect(history.index.length).toBe(before)
    expect(answers()).toEqual(answers({}, await readHistory(repository.directory)))
  })

  test('of somebody new, no experience is known', () => {
    expect(answers({ commits: [commit({ authorEmail: 'new@example.com' })] })['author-experience']).toBe(0)
  })

  test('with lines that nobody could count, its size is unknown and not nothing', () => {
    const [file] = proposal().files
    const told = answers({ files: [{ ...file!, added: null, deleted: null }] })
    expect(told['code-lines-added']).toEqual(expect.any(String))
  })
})

test('where the team merges, it would land as a merge of all its commits', async () => {
  const merging = await makeRepository()
  try {
    await merging.commit({ message: 'Begin', files: { a: '1\n' } })
    for (let at = 1; at <= 6; at += 1) {
      await merging.branch(`topic-${at}`)
      await merging.commit({ message: 'One', files: { [`${at}`]: '1\n' } })
      await merging.commit({ message: 'Two', files: { [`${at}`]: '2\n' } })
      await merging.checkout('main')
      await merging.merge({ branch: `topic-${at}`, message: `Merge pull request #${at} from acme/topic` })
    }
    const past = await readHistory(merging.directory)
    const tip = await merging.git('rev-parse', 'HEAD')
    const inner = { sha: 'd'.repeat(40), parents: [tip] }
    const commits = [commit(inner), commit({ parents: [inner.sha] })]
    const { part } = proposedPart(past, proposal({ base: tip, commits }), now)
    expect([part.kind, part.commits, part.sha]).toEqual(['merge', 2, 'c'.repeat(40)])
  } finally {
    await merging.remove()
  }
})

test('without any history, what only the past tells is unknown', () => {
  const told = answers({}, withoutHistory(40))
  expect(told).toMatchObject({ 'code-lines-added': 12, fix: 1 })
  for (const name of [
    'file-touches',
    'file-failure-rate',
    'files-failed',
    'author-experience',
    'landed-today',
  ])
    expect(told[name], name).toBe('there is no history here to ask')
})

test('people are hashes alone', () => {
  expect(JSON.stringify(proposedPart(history, proposal(), now))).not.toMatch(/mira|vale|example\.com/i)
})
