/** A rollout on the page of its run: the answer first, the table of waves, then the whole story. */
import type { RolloutEvent } from '../rollout/events.ts'
import { cutAtLine } from './comment-cut.ts'
import { escapeMarkdown, mapStrings } from './escaping.ts'
import type { Telling } from './rollout-ending.ts'
import { tellRollout } from './rollout-lines.ts'
import { advanceStory, untold } from './rollout-story.ts'
import { waveColumns, waveHead } from './rollout-waves.ts'
import { renderWhy } from './rollout-why.ts'

/** GitHub drops a summary of more than 1 MiB whole. */
const mostCharacters = 200_000

/** GitHub Markdown; calls nobody. */
export const renderRolloutSummary = (events: readonly RolloutEvent[], telling: Telling): string => {
  const safe = mapStrings(events, escapeMarkdown)
  const story = safe.reduce(advanceStory, untold)
  const lines = tellRollout(safe, { id: escapeMarkdown(telling.id), planOption: telling.planOption })
  const basis = story.started?.basis
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const table = [
    row(waveHead),
    row(waveHead.map(() => '---')),
    ...story.rows.map((wave) => row(waveColumns(story, wave))),
  ]
  // How it ended; of one that has not, where it stands: parked until when, paused by whom.
  const latest = tellLast(lines)
  const blocks = [
    `### ${lines[0] ?? 'No rollout'}`,
    latest.join('  \n'),
    story.rows.length === 0 ? '' : table.join('\n'),
    basis === undefined ? '' : renderWhy(basis),
    [
      '<details><summary>The whole story (times are UTC)</summary>',
      '',
      ...lines.slice(basis === undefined ? 1 : 2).map((line) => `- ${line.trim()}`),
      '',
      '</details>',
    ].join('\n'),
  ]
  return `${cutAtLine(blocks.filter((block) => block !== '').join('\n\n'), mostCharacters, 'There is more, but it would not fit here.')}\n`
}

/** The last line that has a time, and what belongs to it; the table is shown apart. */
const tellLast = (lines: readonly string[]): readonly string[] => {
  const from = lines.findLastIndex((line) => /^\d/.test(line))
  if (from === -1) return []
  return lines
    .slice(from)
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('wave '))
}
