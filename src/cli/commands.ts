/** The names of the commands, for suggestions. A test compares them with the program. */
export const commandNames = [
  "check",
  "rules",
  "explain",
  "stack",
  "endpoints",
  "graph",
  "init",
  "baseline",
  "merge",
  "inputs",
  "doctor",
  "server",
  "completion",
  "help",
] as const;
