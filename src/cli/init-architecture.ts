import { lintProject } from "#engine/lint-project";
import { proposeArchitecture, type Proposal } from "#graph/proposal";
import { nameOfTarget } from "#graph/law-graph";
import type { ProjectPath } from "#finding";
import type { Analysis } from "#project/analysis";
import { rules } from "#rules/index";
import type { InitRequest } from "./arguments.ts";
import { notices } from "./notes.ts";
import type { Terminal } from "./terminal.ts";

/** `oma-lint init --architecture`: an architecture the project keeps today, as configuration, with what the full ladder would break. */
export async function proposeInit(request: InitRequest & { readonly cwd: string }, terminal: Terminal): Promise<number> {
  const off = Object.fromEntries(Object.keys(rules).map((id) => [id, "off" as const]));
  const { analysis, config, result } = await lintProject({ cwd: request.cwd, ...(request.config === undefined ? {} : { config: request.config }), rules: off });
  terminal.note(notices(result.notices, terminal));
  terminal.print(proposalText(proposalFor(analysis), analysis, config.file !== undefined));
  return 0;
}

/** What is proposed for a project; `init` may put it into the configuration it writes. */
export function proposalFor(analysis: Analysis): Proposal {
  const { catalog } = analysis.project;
  const stores = new Set(catalog.libraries.flatMap((library) => ((library.data?.clients?.length ?? 0) > 0 ? library.packages : [])));
  return proposeArchitecture(analysis.laws.book.graph, stores);
}

/** The proposal as a whole configuration, or as the setting to put into one that is there. */
export function proposalText({ architecture, ladder, breaks, refused }: Proposal, analysis: Analysis, hasConfig: boolean): string {
  const nothing = architecture.layers === undefined && architecture.laws === undefined;
  const comments = [
    ...(nothing ? ["No law was found that holds today."] : ["Everything here holds today."]),
    ...(breaks.length === 0
      ? [ladder.length > 1 ? `The full ladder (${ladder.join(" → ")}) holds.` : "No ladder of layers was recognised; `oma-lint stack` shows what was."]
      : [
          `The full ladder (${ladder.join(" → ")}) would break:`,
          ...breaks.map(
            ({ from, to, past, count, first }) =>
              `  ${from} → ${to}${past === undefined ? "" : `, past ${past}`}: ${count} ×, first ${placeOf(analysis, first)}`,
          ),
        ]),
    ...refused.map((words) => `Not kept today: ${words}.`),
  ];
  const lines = comments.map((line) => `// ${line}`);
  const setting = JSON.stringify(architecture, undefined, 2).replace(/"([a-zA-Z]\w*)":/g, "$1:");
  if (hasConfig) return `${lines.join("\n")}\narchitecture: ${setting},\n`;
  return `import { defineConfig } from "oma-lint";\n\n${lines.join("\n")}\nexport default defineConfig({\n  architecture: ${setting.replaceAll("\n", "\n  ")},\n});\n`;
}

function placeOf(analysis: Analysis, { from, to, index }: Proposal["breaks"][number]["first"]): string {
  const code = analysis.project.code(from as ProjectPath);
  const fact = code?.summary.imports[index];
  return `${from}${code && fact ? `:${code.position(fact.s).line}` : ""} (${nameOfTarget(to)})`;
}
