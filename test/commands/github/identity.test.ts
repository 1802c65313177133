/** Who the gate is to GitHub: found out late, once, and never guessed. */
import { describe, expect, test } from 'vitest'
import { identityOf } from '../../../src/commands/github/identity.ts'
import { answering, failureOf, Refusal } from '../../sources/github/answering.ts'

const route = 'POST /graphql'
const as = (login: string) => answering({ [route]: { data: { viewer: { login } } } })

test.each([
  ['the job’s own token', 'ghs_abc', 'github-actions[bot]', 'github-actions[bot]', []],
  ['an App’s token', 'ghs_abc', 'our-gate[bot]', 'our-gate[bot]', []],
  ['an App whose login comes without its ending', 'ghs_abc', 'our-gate', 'our-gate[bot]', []],
  ['a person’s token', 'ghp_abc', 'mira', 'mira', ['mira']],
  ['a fine-grained one', 'github_pat_abc', 'mira', 'mira', ['mira']],
  ['one of an App on behalf of a person', 'ghu_abc', 'mira', 'mira', ['mira']],
  ['an old one of a server', 'a1'.repeat(20), 'mira', 'mira', ['mira']],
])('%s', async (_, token, told, own, people) => {
  const identity = identityOf(as(told).github, token)
  expect(await identity.own()).toEqual([own])
  expect(await identity.ownPeople()).toEqual(people)
})

describe('what it costs', () => {
  test('nothing before it matters, and one request in all', async () => {
    const { github, asked } = as('our-gate[bot]')
    const { own } = identityOf(github, 'ghs_abc')
    expect(asked).toEqual([])
    await Promise.all([own(), own()])
    await own()
    expect(asked).toHaveLength(1)
  })

  test('nothing where GitHub named the writer of what was written', async () => {
    const { github, asked } = as('somebody-else')
    const { own, writtenBy } = identityOf(github, 'ghs_abc')
    writtenBy('our-gate[bot]')
    expect([await own(), asked]).toEqual([['our-gate[bot]'], []])
  })

  test('nothing where an installation’s opinions are told from people’s', async () => {
    const { github, asked } = as('our-gate[bot]')
    expect([await identityOf(github, 'ghs_abc').ownPeople(), asked]).toEqual([[], []])
  })
})

test.each([
  ['is refused', new Refusal(403, 'Resource not accessible by integration'), 'forbidden'],
  ['has no name', { data: { viewer: { login: '' } } }, 'rubbish'],
  ['is nobody', { data: { viewer: null } }, 'rubbish'],
])('where the answer %s nobody is us, and it may be asked again', async (_, reply, failure) => {
  let well = false
  const { github } = answering({ [route]: () => (well ? { data: { viewer: { login: 'mira' } } } : reply) })
  const { own } = identityOf(github, 'ghp_abc')
  expect(await failureOf(own())).toMatchObject({ failure })
  well = true
  expect(await own()).toEqual(['mira'])
})
