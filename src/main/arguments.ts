/** Command lines read strictly: an unknown flag or a missing value is told, with the nearest flag there is. */
import { parseArgs } from 'node:util'
import { nearest } from '../config/nearest.ts'
import { UsageError } from '../domain/errors.ts'
import { type Command, type CommandName, commands, type Option } from './contract.ts'

export type Values = Readonly<Record<string, string | boolean | undefined>>

export type Invocation =
  | { readonly kind: 'command'; readonly command: CommandName; readonly values: Values }
  | { readonly kind: 'help'; readonly text: string }

const column = 28

const optionLine = ({ name, value, says }: Option): string => {
  const flag = `  --${name}${value ? ` ${value}` : ''}`
  return flag.length < column ? `${flag.padEnd(column)}${says}` : `${flag}\n${' '.repeat(column)}${says}`
}

export const commandHelp = (command: Command): string =>
  [`change-risk-gate ${command.name}: ${command.says}`, '', ...command.options.map(optionLine), ''].join('\n')

export const generalHelp = (): string =>
  [
    'change-risk-gate: how risky is this deploy, why, and may it go out unreviewed?',
    '',
    ...Object.values(commands).map(({ name, says }) => `  ${name.padEnd(10)}${says}`),
    '',
    '  change-risk-gate COMMAND --help tells the options of one; --version the release.',
    '  Exit codes: 0 go on · 1 usage, configuration or a fault of ours · 2 the answer is no.',
    '',
  ].join('\n')

const meant = (word: string, names: readonly string[], prefix = ''): string => {
  const near = nearest(word, names)
  return near
    ? `did you mean ${prefix}${near}?`
    : `there are ${names.map((name) => prefix + name).join(', ')}`
}

const isCommand = (word: string): word is CommandName => Object.hasOwn(commands, word)

/** Reads `argv` without node and script. Throws `UsageError`. */
export const readArguments = (argv: readonly string[]): Invocation => {
  const [word, ...rest] = argv
  if (word === undefined || word === 'help' || word === '--help' || word === '-h')
    return { kind: 'help', text: generalHelp() }
  if (!isCommand(word))
    throw new UsageError(`${word}: no such command; ${meant(word, Object.keys(commands))}`)
  const command: Command = commands[word]
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', text: commandHelp(command) }
  const options = Object.fromEntries(
    command.options.map(({ name, value }) => [
      name,
      { type: value ? ('string' as const) : ('boolean' as const) },
    ]),
  )
  const names = command.options.map(({ name }) => name)
  const { values, tokens } = parseArgs({
    args: rest,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'positional')
      throw new UsageError(
        `${word}: does not take "${token.value}"; options start with --, see ${word} --help`,
      )
    if (token.kind !== 'option') continue
    const known = command.options.find(({ name }) => name === token.name)
    if (!known)
      throw new UsageError(`${word} ${token.rawName}: no such option; ${meant(token.name, names, '--')}`)
    if (
      known.value &&
      (token.value === undefined ||
        token.value === '' ||
        (!token.inlineValue && token.value.startsWith('--')))
    )
      throw new UsageError(`${word} --${known.name}: needs a value, as in --${known.name} ${known.value}`)
    if (!known.value && token.value !== undefined)
      throw new UsageError(`${word} --${known.name}: takes no value`)
  }
  return { kind: 'command', command: word, values: values as Values }
}
