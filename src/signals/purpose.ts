/** Purpose: what a change is for, as its message and its paths tell. */
import type { FileKind } from '../domain/change.ts'
import { measured } from '../domain/measurement.ts'
import { purposes } from '../history/message.ts'
import { counted, type Signal } from './signal.ts'

const said = (
  name: string,
  purpose: keyof typeof purposes,
  question: string,
  why: string,
  sentence: string,
  direction: Signal['direction'] = 0,
): Signal => ({
  name,
  question,
  why,
  shape: 'flag',
  direction,
  measure: ({ part }) => measured((part.purpose & purposes[purpose]) === 0 ? 0 : 1),
  sentence: (value) => (value === 1 ? sentence : `not: ${sentence}`),
})

const touching = (name: string, kind: FileKind, question: string, why: string, noun: string): Signal => ({
  name,
  question,
  why,
  shape: 'count',
  direction: 0,
  measure: ({ files }) => measured(files.filter((file) => file.kind === kind).length),
  sentence: (value) => counted(value, noun),
})

export const isFix = said(
  'fix',
  'fix',
  'Does it fix something?',
  'Fixes touch code that has already proved hard, often in haste; the fix flag keeps its positive sign in all six projects of Zeng et al. (ISSTA 2021).',
  'fixes a fault',
)
export const isRevert = said(
  'revert',
  'revert',
  'Does it revert an earlier change?',
  'A clean revert goes back to what worked, and is rarely reverted itself; a revert under pressure can take more with it.',
  'reverts an earlier change',
)
export const isReland = said(
  'reland',
  'reland',
  'Does it land again what was reverted?',
  'What was reverted once failed once; its second try fails far more often than a first one.',
  'lands again what was reverted',
)
export const isRefactor = said(
  'refactor',
  'refactor',
  'Is it a refactoring or clean-up?',
  'Refactoring means to change no behaviour; where it fails, nobody was looking for it.',
  'refactors or cleans up',
)
export const isDependencyBump = said(
  'dependency-bump',
  'dependencyBump',
  'Does it only move a dependency to another version?',
  'Version bumps are small in lines and wide in reach: the real change is in code nobody here reviewed.',
  'moves a dependency',
)
export const isMajorBump = said(
  'major-bump',
  'majorBump',
  'Does it move a dependency to a new major version?',
  'A new major version announces incompatible changes (Semantic Versioning 2.0.0, item 8).',
  'new major version of a dependency',
  1,
)
export const hasFeatureFlag = said(
  'feature-flag',
  'featureFlag',
  'Does it speak of a feature flag?',
  'What ships behind a flag can be switched off without a deploy; removing a flag makes behaviour permanent.',
  'speaks of a feature flag',
)
export const isWorkaround = said(
  'workaround',
  'workaround',
  'Does it call itself a workaround, temporary or another try?',
  'Authors know when they are not sure: changes that admit it are followed by more changes to the same lines (self-admitted technical debt; Potdar and Shihab, ICSME 2014).',
  'calls itself a workaround or another try',
)
export const isBreaking = said(
  'breaking',
  'breaking',
  'Does it announce a breaking change?',
  'An announced incompatibility (Conventional Commits 1.0.0: "!" or BREAKING CHANGE) needs its callers to move too.',
  'announces a breaking change',
)
export const isFeature = said(
  'feature',
  'feature',
  'Does it add something new?',
  'New behaviour has had no users yet; its title usually says so.',
  'adds something new',
)
export const isDocumentation = said(
  'documentation-title',
  'documentation',
  'Does it call itself documentation?',
  'What is announced as documentation seldom runs: in none of 12 public repositories did such titles fail more often than others.',
  'calls itself documentation',
)
export const isRelease = said(
  'release',
  'release',
  'Does it speak of a release or of production?',
  'A change that names production or a release is made for what runs, not for what is tested; positive in 10 of 12 public repositories.',
  'speaks of a release or of production',
)
export const switchesOn = said(
  'switch-on',
  'switchOn',
  'Does it switch something on?',
  'What was built before meets its users when it is switched on: the day of the fault is the day of the switch.',
  'switches something on',
)
export const switchesOff = said(
  'switch-off',
  'switchOff',
  'Does it switch something off?',
  'Tests and checks are switched off when something already hurts.',
  'switches something off',
)
export const isRemoval = said(
  'removal',
  'removal',
  'Does it remove something?',
  'What is removed on purpose is mostly unused, and cannot fail itself; lower in 10 of 12 public repositories.',
  'removes something',
)
export const isPerformance = said(
  'performance',
  'performance',
  'Is it about speed, memory or concurrency?',
  'Caches, threads and locks fail under load that no test brings.',
  'is about speed, memory or concurrency',
)
export const migrationFiles = touching(
  'migration-files',
  'migration',
  'How many database migrations does it hold?',
  'A migration changes data that a rollback of code does not bring back; every deploy-gate of the field treats it apart.',
  'migration of the database',
)
export const infrastructureFiles = touching(
  'infrastructure-files',
  'infrastructure',
  'How many files of infrastructure, build or delivery does it touch?',
  'Delivery and infrastructure code acts on everything at once and is the least tested part of most repositories.',
  'file of build or infrastructure',
)
export const messageLength: Signal = {
  name: 'message-length',
  question: 'How much does its message explain?',
  why: 'A long explanation marks a considered change and a complicated one; the data decide which prevails here.',
  shape: 'count',
  direction: 0,
  measure: ({ part }) => measured(part.bodyLength),
  sentence: (value) =>
    value === 0 ? 'message explains nothing' : `message of ${counted(value, 'character')}`,
}
export const commitsInside: Signal = {
  name: 'commits-inside',
  question: 'How many commits does it bring in?',
  why: 'Work that took many commits was harder, or merged late; both go with more defects.',
  shape: 'count',
  direction: 0,
  measure: ({ part }) => measured(part.commits),
  sentence: (value) => counted(value, 'commit'),
}
export const hasPullRequest: Signal = {
  name: 'pull-request',
  question: 'Did it come through a pull request?',
  why: 'A pull request was at least seen and checked before it landed; a direct push was not.',
  shape: 'flag',
  direction: 0,
  measure: ({ part }) => measured(part.number !== null ? 1 : 0),
  sentence: (value) => (value === 1 ? 'came through a pull request' : 'pushed without a pull request'),
}
export const isBot: Signal = {
  name: 'bot',
  question: 'Was it written by a bot?',
  why: 'Bots make the same change well a hundred times, or badly a hundred times.',
  shape: 'flag',
  direction: 0,
  measure: ({ part }) => measured(part.bot ? 1 : 0),
  sentence: (value) => (value === 1 ? 'written by a bot' : 'written by a person'),
}
