// src/domain/decision.ts
const modes = [
	"off",
	"observe",
	"enforce"
];
const bands = [
	"low",
	"moderate",
	"high",
	"critical"
];

export { modes as n, bands as t };
