// src/rollout/events.ts
const rolloutCommands = [
	"pause",
	"resume",
	"abort",
	"promote",
	"skip"
];
const rolloutOutcomes = [
	"succeeded",
	"rolled-back",
	"frozen",
	"refused"
];

export { rolloutOutcomes as n, rolloutCommands as t };
