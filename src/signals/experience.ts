/**
 * Experience: how well author and team know what they change. Counts of changes only; no identity enters, and the whole
 * family can be switched off (`experience: off`).
 */
import { measured, unavailable } from '../domain/measurement.ts'
import { counted, type Signal } from './signal.ts'

export const authorExperience: Signal = {
  name: 'author-experience',
  question: 'How many changes did its author land here in the last year?',
  why: 'Experience keeps a negative sign in five of six projects of Zeng et al. (ISSTA 2021); the developer dimension was the most telling one for reverted commits (Yan et al., EMSE 2020).',
  shape: 'count',
  direction: 0,
  measure: ({ surroundings }) => measured(surroundings.author.count),
  sentence: (value) =>
    `author landed ${value >= 256 ? '256 or more changes' : counted(value, 'change')} in a year`,
}

export const authorRecent: Signal = {
  name: 'author-recent',
  question: 'How many changes did its author land in the last 30 days?',
  why: 'Recent activity means fresh knowledge, and haste; recent experience had a positive sign in six of six projects (Zeng et al., ISSTA 2021).',
  shape: 'count',
  direction: 0,
  measure: ({ surroundings }) => measured(surroundings.author.recent),
  sentence: (value) => `author landed ${counted(value, 'change')} in 30 days`,
}

export const fileFamiliarity: Signal = {
  name: 'file-familiarity',
  question: 'What share of its files had its author changed in the year before?',
  why: 'Authors who know the file break it less (author–file expertise in bugbug, Koalr and Meta’s Diff Risk Score).',
  shape: 'share',
  direction: 0,
  measure: ({ surroundings }) => {
    const known = surroundings.files.filter(({ touches }) => touches.count > 0)
    return known.length === 0
      ? unavailable('none of its files changed in the year before')
      : measured(known.filter(({ touches }) => touches.byAuthor > 0).length / known.length)
  },
  sentence: (value) =>
    value === 0
      ? 'author had changed none of these files'
      : `author knows ${Math.round(value * 100)} % of these files`,
}

export const areaFamiliarity: Signal = {
  name: 'area-familiarity',
  question: 'How many changes to its areas did its author land in the last year?',
  why: 'Experience in the subsystem counts beyond experience as such (Kamei et al., TSE 2013).',
  shape: 'count',
  direction: 0,
  measure: ({ surroundings }) =>
    surroundings.areas.length === 0
      ? unavailable('it touches no file')
      : measured(surroundings.areas.reduce((least, { touches }) => Math.min(least, touches.byAuthor), 256)),
  sentence: (value) =>
    value === 0 ? 'author is new to an area of it' : `author landed ${counted(value, 'change')} in its areas`,
}

export const areaTeam: Signal = {
  name: 'area-team',
  question: 'How many people work in its busiest area?',
  why: 'Coordination grows with the number of people in one place; an area of one person has nobody else to notice.',
  shape: 'count',
  direction: 0,
  measure: ({ surroundings }) =>
    measured(surroundings.areas.reduce((top, { touches }) => Math.max(top, touches.authors), 0)),
  sentence: (value) => `${counted(value, 'author')} in its area`,
}

export const areaActivity: Signal = {
  name: 'area-activity',
  question: 'How many changes landed in its quietest area in the last 30 days?',
  why: 'The team’s knowledge of an area fades when nobody works in it.',
  shape: 'count',
  direction: 0,
  measure: ({ surroundings }) =>
    surroundings.areas.length === 0
      ? unavailable('it touches no file')
      : measured(surroundings.areas.reduce((least, { touches }) => Math.min(least, touches.recent), 256)),
  sentence: (value) => `${counted(value, 'change')} in its quietest area in 30 days`,
}

export const coAuthors: Signal = {
  name: 'co-authors',
  question: 'How many people wrote it?',
  why: 'Two heads see more while the code is written; many hands need more agreement on what it is to do.',
  shape: 'count',
  direction: 0,
  measure: ({ part }) => measured(part.authors.length),
  sentence: (value) => `written by ${value === 1 ? 'one person' : `${Math.round(value)} people`}`,
}
