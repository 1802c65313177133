import { describe, expect, test } from 'vitest'
import { accessOf, permissionOf, teamMembers } from '../../../src/sources/github/people.ts'
import { acme, answering, failureOf, Refusal } from './answering.ts'

const route = 'GET /repos/acme/shop/collaborators/rosalind/permission'
const answer = (permission: string, role: string | undefined) => ({
  permission,
  role_name: role,
  user: { login: 'Rosalind', type: 'User' },
})

describe('what an account may do', () => {
  test.each([
    ['admin', 'admin', 'admin'],
    ['write', 'maintain', 'maintain'],
    ['write', 'write', 'write'],
    ['read', 'triage', 'triage'],
    ['read', 'read', 'read'],
    ['none', 'none', 'none'],
    // A role of the organisation's own making counts as what it amounts to.
    ['read', 'security-auditor', 'read'],
    ['write', undefined, 'write'],
  ])('%s in the role %s is %s', async (permission, role, expected) => {
    expect(
      await permissionOf(answering({ [route]: answer(permission, role) }).github, acme, 'rosalind'),
    ).toBe(expected)
  })

  test.each([
    ['a login nobody has', new Refusal(404)],
    ['a token that may not ask', new Refusal(403, 'Resource not accessible by integration')],
  ])('%s: nobody can say', async (_, reply) => {
    expect(await permissionOf(answering({ [route]: reply }).github, acme, 'rosalind')).toBeNull()
  })

  test.each([
    ['another account', { ...answer('admin', 'admin'), user: { login: 'mallory' } }],
    ['an unknown word', answer('owner', 'owner')],
    ['no word at all', { user: null }],
    ['no account', { permission: 'admin', role_name: 'admin' }],
  ])('%s is no answer', async (_, reply) => {
    expect(
      await failureOf(permissionOf(answering({ [route]: reply }).github, acme, 'rosalind')),
    ).toMatchObject({
      failure: 'rubbish',
    })
  })

  test.each([
    ['a login nobody has', new Refusal(404), 'nobody'],
    ['a token that may not ask', new Refusal(403, 'Resource not accessible by integration'), null],
    ['a reader', answer('read', 'read'), 'read'],
  ])('%s has the access %s', async (_, reply, expected) => {
    expect(await accessOf(answering({ [route]: reply }).github, acme, 'rosalind')).toBe(expected)
  })

  test('is asked once a run, however the login is written', async () => {
    const { github, asked } = answering({ [route]: answer('write', 'write') })
    await Promise.all([permissionOf(github, acme, 'rosalind'), permissionOf(github, acme, 'Rosalind')])
    expect(asked).toHaveLength(1)
    await permissionOf(answering({ [route]: answer('write', 'write') }).github, acme, 'rosalind')
  })

  test('a failure is not kept', async () => {
    let well = false
    const { github } = answering({ [route]: () => (well ? answer('write', 'write') : new Refusal(401)) })
    expect(await failureOf(permissionOf(github, acme, 'rosalind'))).toMatchObject({ failure: 'unauthorized' })
    well = true
    expect(await permissionOf(github, acme, 'rosalind')).toBe('write')
  })
})

describe('who is in a team', () => {
  const members = 'GET /orgs/acme/teams/leads/members'
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ login: `person-${at}` }))
  test.each([
    ['two people', many(2), 2, true],
    ['nobody', [], 0, true],
    ['several pages', many(240), 240, true],
    ['more than are read', many(1001), 1000, false],
  ])('%s', async (_, reply, count, complete) => {
    const found = await teamMembers(answering({ [members]: reply }).github, 'acme', 'leads')
    expect([found?.items.length, found?.complete]).toEqual([count, complete])
  })
  test.each([[403], [404]])('%i: nobody can say', async (status) => {
    expect(
      await teamMembers(answering({ [members]: new Refusal(status) }).github, 'acme', 'leads'),
    ).toBeNull()
  })
  test('a member without a login is no answer', async () => {
    const { github } = answering({ [members]: [{ login: 'rosalind' }, { id: 7 }] })
    expect(await failureOf(teamMembers(github, 'acme', 'leads'))).toMatchObject({ failure: 'rubbish' })
  })
})
