import { i as spansUntil, n as factsOf, r as incidentsIn, t as budgetsOver } from "./commands-gate-budgets.js";

export { budgetsOver };
