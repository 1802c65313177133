import { type Reading, read, wanted } from './reading.ts'

/** Reads the name of a workflow's file, as GitHub's API takes it: without its folder. */
export const readWorkflowFile = (input: unknown): Reading<string> => {
  const asked = 'the file name of a workflow, like deploy.yml'
  if (typeof input !== 'string') return wanted(asked)
  if (/^[\w.-]{1,200}\.ya?ml$/.test(input)) return read(input)
  const [, file] = /^(?:\.\/)?\.github\/workflows\/([\w.-]+\.ya?ml)$/.exec(input) ?? []
  return wanted(asked, file ?? (/^[\w-]+$/.test(input) ? `${input}.yml` : undefined))
}
