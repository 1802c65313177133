/** One small history with a little of everything that is measured, for comparing readings of it. */
import { makeRepository, type Repository, type RepositoryOptions } from '../e2e/repository.ts'

const text = (lines: number, changed: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: lines }, (_, at) => `${changed[at] ?? `line ${at}`}\n`).join('')

export const sampleRepository = async (options: RepositoryOptions = {}): Promise<Repository> => {
  const repository = await makeRepository(options)
  await repository.commit({ message: 'Begin', files: { 'pay.ts': text(20), 'cart/total.ts': text(9) } })
  await repository.commit({
    message: 'Add cards (#1)\n\nBecause people pay with them.',
    author: 'Tomas Quill',
    files: { 'pay.ts': text(20, { 3: 'cards', 4: 'only' }), 'pay.test.ts': text(5) },
  })
  await repository.commit({
    message: 'Hotfix: cards',
    files: { 'pay.ts': text(20, { 3: 'cards', 4: 'too' }) },
  })
  await repository.branch('topic')
  await repository.commit({
    message: 'Work',
    author: 'Ada Ferro',
    files: { 'ünï/支払い.ts': text(7), 'i.png': Buffer.of(0, 1) },
  })
  await repository.commit({ message: 'More work', author: 'Zoë Ñandú', files: { 'a "b"\tc\nd.ts': 'x\n' } })
  await repository.checkout('main')
  const sha = await repository.merge({
    branch: 'topic',
    message: 'Merge pull request #2 from acme/topic\n\nTopic',
  })
  await repository.rename({ from: 'cart/total.ts', to: 'cart/sum.ts', message: 'Rename the total' })
  await repository.submodule({ path: 'vendor/lib', sha: '1'.repeat(sha.length), message: 'Vendor a library' })
  await repository.commit({ message: 'Nothing', allowEmpty: true })
  await repository.revert({ sha })
  await repository.commit({ message: 'Pay later (#3)', files: { 'pay.ts': text(24, { 3: 'later' }) } })
  return repository
}
