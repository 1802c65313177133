/** Every signal, in the order in which evidence is kept. A new one is a file and a line here. */
import * as areaHistory from './area-history.ts'
import * as dependencies from './dependencies.ts'
import * as deployment from './deployment.ts'
import * as diffusion from './diffusion.ts'
import * as experience from './experience.ts'
import * as fileHistory from './file-history.ts'
import * as incidents from './incidents.ts'
import * as purpose from './purpose.ts'
import type { DeploymentSignal, Signal } from './signal.ts'
import * as size from './size.ts'
import * as tests from './tests.ts'
import * as timing from './timing.ts'
import { titleWords } from './title.ts'

export const signals: readonly Signal[] = [
  // how much
  size.codeLinesAdded,
  size.codeLinesDeleted,
  size.testLines,
  size.configurationLines,
  size.documentationLines,
  size.generatedLines,
  size.filesChanged,
  size.binaryFiles,
  // how scattered
  diffusion.directoriesTouched,
  diffusion.areasTouched,
  diffusion.changeEntropy,
  diffusion.newFiles,
  diffusion.removedFiles,
  diffusion.largestFileShare,
  // what for
  purpose.isFix,
  purpose.isRevert,
  purpose.isReland,
  purpose.isRefactor,
  purpose.isDependencyBump,
  purpose.isMajorBump,
  purpose.hasFeatureFlag,
  purpose.isWorkaround,
  purpose.isBreaking,
  purpose.isFeature,
  purpose.isDocumentation,
  purpose.isRelease,
  purpose.switchesOn,
  purpose.switchesOff,
  purpose.isRemoval,
  purpose.isPerformance,
  purpose.migrationFiles,
  purpose.infrastructureFiles,
  purpose.messageLength,
  purpose.commitsInside,
  purpose.hasPullRequest,
  purpose.isBot,
  // what the files have been through
  fileHistory.fileTouches,
  fileHistory.fileChurn,
  fileHistory.fileFixes,
  fileHistory.fileAge,
  fileHistory.fileAuthors,
  fileHistory.minorAuthors,
  fileHistory.fileFailureRate,
  fileHistory.filesFailed,
  fileHistory.sinceFileFailure,
  titleWords,
  // what their neighbourhood has been through
  areaHistory.directoryTouches,
  areaHistory.directoryFailureRate,
  areaHistory.areaFailureRate,
  areaHistory.sinceAreaFailure,
  // who knows it
  experience.authorExperience,
  experience.authorRecent,
  experience.fileFamiliarity,
  experience.areaFamiliarity,
  experience.areaTeam,
  experience.areaActivity,
  experience.coAuthors,
  // tests beside code
  tests.testShare,
  tests.untestedCode,
  // other people's code
  dependencies.dependencyFiles,
  dependencies.lockLines,
  dependencies.submodulesMoved,
  // when
  timing.offHours,
  timing.beforeWeekend,
  timing.branchAge,
  timing.landedToday,
  timing.recentFailures,
  timing.sinceFailure,
]

/** What surrounds a deployment. */
export const deploymentSignals: readonly DeploymentSignal[] = [
  deployment.numberOfParts,
  deployment.oldestPart,
  deployment.sinceDeployment,
  deployment.sinceKnownFailure,
  deployment.soakedElsewhere,
]

/** What incidents say of a part; asked only where one was told, after all others. */
export const incidentSignals: readonly incidents.IncidentSignal[] = [
  incidents.openIncidents,
  incidents.sinceIncident,
  incidents.recurrence,
  incidents.samePattern,
  incidents.normalErrors,
]

/** What they say of the moment of a deployment. */
export const incidentMomentSignals: readonly incidents.IncidentMomentSignal[] = [
  incidents.openNow,
  incidents.sinceAnyIncident,
  incidents.openActions,
]

/** The family that `experience: off` leaves out. */
export const experienceSignals: ReadonlySet<string> = new Set([
  ...Object.values(experience).map((signal) => signal.name),
  fileHistory.fileAuthors.name,
  fileHistory.minorAuthors.name,
])
