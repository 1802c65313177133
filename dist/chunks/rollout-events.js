// src/rollout/events.ts
const rolloutCommands = [
	"pause",
	"resume",
	"abort",
	"promote",
	"skip"
];
/**
* Which windows a `resume` lifts for the rest of the rollout: `review` those that wait for a person's word, `emergency`
* those that let an emergency through, too. Allowed times hold all the same: they are agreed with somebody else.
*/
const windowLifts = ["review", "emergency"];
const rolloutOutcomes = [
	"succeeded",
	"rolled-back",
	"frozen",
	"refused"
];

export { rolloutOutcomes as n, windowLifts as r, rolloutCommands as t };
