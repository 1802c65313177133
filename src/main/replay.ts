/** `replay` on the command line. */
import { type ReplayAnswer, replay } from '../commands/replay.ts'
import type { Values } from './arguments.ts'
import type { Shell } from './shell.ts'

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`

const screen = (answer: ReplayAnswer): string => {
  const { url, records, streams, rederived, verifiedOnly, releases, difference, notes } = answer
  const lines = [`${url}: ${count(records, 'record')} in ${count(Object.keys(streams).length, 'stream')}`]
  if (difference) {
    const place = difference.line > 0 ? `${difference.file}:${difference.line}` : difference.file
    lines.push(
      `DIFFERS at ${place}${difference.record ? ` (record ${difference.record.slice(0, 12)})` : ''}: ${difference.what}`,
    )
    if (difference.path !== undefined)
      lines.push(
        `  ${difference.path}: recorded ${JSON.stringify(difference.recorded)}, derived again ${JSON.stringify(difference.rederived)}`,
      )
    lines.push(`  ${difference.mend}`)
  } else if (records === 0) lines.push('nothing is remembered here yet: gate and learn write it')
  else {
    lines.push(`every byte and chain as written; ${count(rederived, 'decision')} derived again, bit for bit`)
    for (const [engine, number] of Object.entries(verifiedOnly))
      lines.push(
        `${count(number, 'decision')} of engine ${engine} verified, not derived again${releases[engine] ? `; release ${releases[engine]} can` : ''}`,
      )
  }
  return [...lines, ...notes.map((note) => `note: ${note}`)].join('\n')
}

export const runReplay = async (values: Values, shell: Shell): Promise<number> => {
  const answer = await replay({
    directory: typeof values['repository'] === 'string' ? values['repository'] : shell.directory,
    ...(typeof values['ledger'] === 'string' ? { ledger: values['ledger'] } : {}),
    processEnvironment: shell.environment,
  })
  shell.print(values['json'] === true ? `${JSON.stringify(answer, null, 2)}\n` : `${screen(answer)}\n`)
  return answer.difference ? 2 : 0
}
