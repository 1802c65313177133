import { F as joinSpans, M as matchComponents, fn as formatCount, j as touchedPaths } from "./commands-gate-gate.js";
import { K as SourceError } from "./main-gate.js";

// src/history/downtime.ts
/** How long something was down, from the incidents that are known: overlaps count once, by the worst of them. */
const shareOf = ({ impact, nearMiss }, { degraded, unknown }) => nearMiss ? 0 : {
	down: 1,
	degraded,
	none: 0,
	unknown
}[impact];
const milliseconds = (seconds) => Math.round(seconds * 1e3);
/** Whether it goes on at a moment (milliseconds), as far as is known: its record neither is closed nor tells an end. */
const isOpenAt = ({ over, recoveredAt }, moment) => recoveredAt === null ? !over : milliseconds(recoveredAt) > moment;
/**
* Outages between two moments (milliseconds), as they were known at the second. What goes on counts up to then; what
* nobody can place in time is left out, and counted.
*/
const outagesOf = (incidents, shares, { from, until }) => {
	const outages = [];
	let leftOut = 0;
	for (const incident of incidents) {
		const share = shareOf(incident, shares);
		if (share === 0 || milliseconds(incident.noticedAt) > until) continue;
		const { startedAt, recoveredAt } = incident;
		const isOpen = isOpenAt(incident, until);
		if (startedAt === null || recoveredAt === null && !isOpen) {
			if (isOpen || milliseconds(incident.noticedAt) >= from) leftOut += 1;
			continue;
		}
		const begins = Math.max(from, milliseconds(startedAt));
		const ends = isOpen ? until : Math.min(until, milliseconds(recoveredAt));
		if (begins < ends) outages.push({
			from: begins,
			until: ends,
			share,
			isOpen
		});
	}
	return {
		outages,
		leftOut
	};
};
/** Milliseconds that outages cost inside a span, each moment counted as the worst of those that overlap there. */
const costOf = (outages, { from, until }) => {
	const inside = outages.map((outage) => ({
		...outage,
		from: Math.max(from, outage.from),
		until: Math.min(until, outage.until)
	})).filter((outage) => outage.from < outage.until);
	const shares = [...new Set(inside.map(({ share }) => share))].sort((one, other) => other - one);
	let cost = 0;
	let covered = 0;
	for (const least of shares) {
		const reach = lengthOf(joinSpans(inside.filter(({ share }) => share >= least)));
		cost += least * (reach - covered);
		covered = reach;
	}
	return Math.round(cost);
};
const lengthOf = (spans) => spans.reduce((sum, span) => sum + span.until - span.from, 0);

// src/commands/gate/budgets.ts
/** What is left of the error budgets that a change concerns: from the incidents that are known, or from Prometheus. */
/** The environment's own, and those of components that the change touches or that depend on what it touches. */
const objectivesOf = ({ environment, policy, change }) => {
	const { components } = policy.configuration;
	const paths = touchedPaths(change);
	const slos = paths === null ? components.flatMap(({ name, slo }) => slo === null ? [] : [{
		component: name,
		slo
	}]) : matchComponents(policy.configuration, paths).slos;
	const { slo } = environment.settings;
	return [...slo === null ? [] : [{
		of: {
			kind: "environment",
			name: environment.name
		},
		slo
	}], ...slos.map(({ component, slo: own }) => ({
		of: {
			kind: "component",
			name: component
		},
		slo: own
	}))];
};
/** Incidents of an environment, by our name or one of GitHub's. */
const incidentsIn = (incidents, { name, settings }) => {
	const names = new Set([name, ...settings.githubEnvironments].map((each) => each.toLowerCase()));
	return incidents.filter(({ environment }) => names.has(environment.toLowerCase()));
};
const hour = 36e5;
/** The last hour and the last six, and the window of an objective, until now. */
const spansUntil = (now, slo) => ({
	window: {
		from: now - slo.window.seconds * 1e3,
		until: now
	},
	hour: {
		from: now - hour,
		until: now
	},
	sixHours: {
		from: now - 6 * hour,
		until: now
	}
});
const factsOf = ({ of, slo }, from, costIn) => ({
	of,
	objective: slo.objective,
	windowSeconds: slo.window.seconds,
	spentMilliseconds: costIn("window"),
	hourMilliseconds: costIn("hour"),
	sixHoursMilliseconds: costIn("sixHours"),
	tightenBelow: slo.tightenBelow,
	fixesBelow: slo.fixesBelow,
	from
});
/** What an incident that names no component disturbed is not known: it counts for each. */
const concerns = ({ kind, name }, { components }) => kind === "environment" || components.length === 0 || components.includes(name);
const fromIncidents = (objective, incidents, now) => {
	const { of, slo } = objective;
	const own = incidents.filter((incident) => concerns(of, incident));
	const spans = spansUntil(now, slo);
	const longest = {
		from: Math.min(spans.window.from, spans.sixHours.from),
		until: now
	};
	const { outages, leftOut } = outagesOf(own, slo.counts, longest);
	return {
		facts: factsOf(objective, "incidents", (span) => costOf(outages, spans[span])),
		leftOut
	};
};
/** A failure of Prometheus is a source that failed; where no incident was ever told nothing is known, and that is said. */
const budgetsOver = async (situation, request) => {
	const objectives = objectivesOf(situation);
	const now = request.now.getTime();
	const isTold = situation.incidents.length > 0;
	const incidents = incidentsIn(situation.incidents, situation.environment);
	const budgets = [];
	const failures = [];
	let leftOut = 0;
	for (const objective of objectives) {
		const { of, slo } = objective;
		if (slo.prometheus === null) {
			if (!isTold) continue;
			const counted = fromIncidents(objective, incidents, now);
			budgets.push(counted.facts);
			leftOut = Math.max(leftOut, counted.leftOut);
			continue;
		}
		const { prometheusCost } = await import("./commands-gate-prometheus-budget.js");
		try {
			const cost = await prometheusCost(slo, slo.prometheus, request.processEnvironment);
			budgets.push(factsOf(objective, "prometheus", (span) => cost[span]));
		} catch (error) {
			if (!(error instanceof SourceError)) throw error;
			failures.push({
				source: `error budget of ${of.name}`,
				why: error.message
			});
		}
	}
	return {
		budgets,
		unseen: objectives.some(({ slo }) => slo.prometheus === null) && !isTold ? "no incident was told, see learn" : null,
		failures,
		notes: leftOut === 0 ? [] : [`${formatCount(leftOut)} ${leftOut === 1 ? "incident counts" : "incidents count"} for no error budget: nobody knows from when until when`]
	};
};

export { isOpenAt as a, spansUntil as i, factsOf as n, incidentsIn as r, budgetsOver as t };
