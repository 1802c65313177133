/** Command lines read strictly: an unknown flag or a missing value is told, with the nearest flag there is. */
import { parseArgs } from 'node:util'
import { nearest } from '../config/nearest.ts'
import { UsageError } from '../domain/errors.ts'
import { type Command, type CommandName, commands, type Option } from './contract.ts'

/** By name; a list of an option that may be given several times. Of a command with verbs, `verb`. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

export type Invocation =
  | { readonly kind: 'command'; readonly command: CommandName; readonly values: Values }
  | { readonly kind: 'help'; readonly text: string }

const column = 28

const optionLine = ({ name, value, multiple, says }: Option): string => {
  const flag = `  --${name}${value ? ` ${value}${multiple ? '…' : ''}` : ''}`
  return flag.length < column ? `${flag.padEnd(column)}${says}` : `${flag}\n${' '.repeat(column)}${says}`
}

export const commandHelp = ({ name, says, verbs, options }: Command): string =>
  [
    `change-risk-gate ${name}: ${says}`,
    '',
    ...(verbs === undefined
      ? []
      : [
          ...Object.entries(verbs).map(([verb, does]) => `  ${`${name} ${verb}`.padEnd(column - 2)}${does}`),
          '',
        ]),
    ...options.map(optionLine),
    '',
  ].join('\n')

export const generalHelp = (): string =>
  [
    'change-risk-gate: how risky is this deploy, why, and may it go out unreviewed?',
    '',
    ...Object.values(commands).map(({ name, says }) => `  ${name.padEnd(10)}${says}`),
    '',
    '  change-risk-gate COMMAND --help tells the options of one; --version the release.',
    '  Exit codes: 0 go on · 1 usage, configuration or a fault of ours · 2 the answer is no.',
    '  Of rollout also: 3 frozen, a person must look · 75 parked, run it again later.',
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
  if (word === undefined || word === 'help' || word === '--help' || word === '-h') {
    const [about = ''] = rest
    return { kind: 'help', text: isCommand(about) ? commandHelp(commands[about]) : generalHelp() }
  }
  if (!isCommand(word))
    throw new UsageError(`${word}: no such command; ${meant(word, Object.keys(commands))}`)
  const command: Command = commands[word]
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', text: commandHelp(command) }
  const { verbs } = command
  const [verb] = rest
  if (verbs !== undefined && (verb === undefined || !Object.hasOwn(verbs, verb)))
    throw new UsageError(
      verb === undefined || verb.startsWith('-')
        ? `${word}: say what to do; there are ${Object.keys(verbs).join(', ')}`
        : `${word} ${verb}: no such thing to do; ${meant(verb, Object.keys(verbs))}`,
    )
  const said = verbs === undefined ? word : `${word} ${verb}`
  return {
    kind: 'command',
    command: word,
    values: {
      ...(verbs === undefined ? {} : { verb }),
      ...(verbs === undefined
        ? readOptions(said, word, command.options, rest)
        : readOptions(said, word, command.options, rest.slice(1), verb)),
    },
  }
}

/** `said` is what the user typed before the options. */
const readOptions = (
  said: string,
  word: string,
  known: readonly Option[],
  args: readonly string[],
  verb?: string,
): Readonly<Record<string, string | boolean | readonly string[]>> => {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      known.map(({ name, value }) => [
        name,
        { type: value ? ('string' as const) : ('boolean' as const), multiple: true },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const values = new Map<string, string | boolean | readonly string[]>()
  /** Whose value a bare word would be. */
  let open: Option | undefined
  for (const token of tokens) {
    if (token.kind === 'positional' && open !== undefined && token.value !== '') {
      values.set(open.name, [...((values.get(open.name) as readonly string[]) ?? []), token.value])
      continue
    }
    if (token.kind === 'positional')
      throw new UsageError(
        `${said}: does not take "${token.value}"; options start with --, see ${word} --help`,
      )
    open = undefined
    if (token.kind !== 'option') continue
    const option = known.find(({ name }) => name === token.name)
    if (!option) {
      const names = known.map(({ name }) => name)
      throw new UsageError(`${said} ${token.rawName}: no such option; ${meant(token.name, names, '--')}`)
    }
    const { name, value: shape, multiple, verbs } = option
    if (verb !== undefined && verbs?.includes(verb) === false)
      throw new UsageError(
        `${said} --${name}: only ${verbs.map((each) => `${word} ${each}`).join(' and ')} ${verbs.length === 1 ? 'heeds' : 'heed'} it; leave it out`,
      )
    if (shape === undefined) {
      if (token.value !== undefined) throw new UsageError(`${said} --${name}: takes no value`)
      values.set(name, true)
      continue
    }
    if (
      token.value === undefined ||
      token.value === '' ||
      (!token.inlineValue && token.value.startsWith('--'))
    )
      throw new UsageError(`${said} --${name}: needs a value, as in --${name} ${shape}`)
    values.set(
      name,
      multiple ? [...((values.get(name) as readonly string[]) ?? []), token.value] : token.value,
    )
    if (multiple) open = option
  }
  return Object.fromEntries(values)
}
