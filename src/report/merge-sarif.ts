import { serializeSarifLog, type Notification, type ReportingDescriptor, type Result, type Run, type SarifLog } from "@microsoft/sarif";
import { UserError } from "#finding";

/**
 * Joins SARIF logs of shards into one log with one run: GitHub takes no second run of the same tool.
 * @throws {UserError} when they are not of one tool and version
 */
export function mergeSarif(texts: readonly string[]): string {
  const logs = texts.map((text) => JSON.parse(text) as SarifLog);
  const runs = logs.flatMap((log) => log.runs);
  const [first] = runs;
  const [log] = logs;
  if (!first || !log) throw new UserError("There is nothing to merge.");
  const name = ({ tool }: Run): string => `${tool.driver.name} ${tool.driver.version ?? ""}`;
  const other = runs.find((run) => name(run) !== name(first));
  if (other) throw new UserError(`The reports are of different tools: ${name(first)} and ${name(other)}.`, "Run one version in every shard.");
  const rules = union(runs.map(({ tool }) => tool.driver.rules ?? []));
  const notifications = union(runs.map(({ tool }) => tool.driver.notifications ?? []));
  const merged: Run = {
    ...first,
    tool: { ...first.tool, driver: { ...first.tool.driver, rules, ...(notifications.length > 0 && { notifications }) } },
    invocations: [invocationOf(runs, notifications)],
    results: resultsOf(runs, rules),
  };
  return `${serializeSarifLog({ ...log, runs: [merged] }).replaceAll("\r\n", "\n")}\n`;
}

/** Descriptors by id, each once, in the order of their ids: that is how a whole run lists them. */
function union(lists: readonly (readonly ReportingDescriptor[])[]): ReportingDescriptor[] {
  const byId = new Map(lists.flat().map((descriptor) => [descriptor.id, descriptor]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function resultsOf(runs: readonly Run[], rules: readonly ReportingDescriptor[]): Result[] {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const results = runs.flatMap((run) => run.results ?? []).map((result): Result => ({ ...result, ruleIndex: indexes.get(result.ruleId ?? "") ?? -1 }));
  const unique = new Map(results.map((result) => [`${result.partialFingerprints?.["omaLintFingerprint/v1"] ?? JSON.stringify(result)}`, result]));
  return [...unique.values()].sort(byPlace);
}

function byPlace(a: Result, b: Result): number {
  const keyOf = ({ locations, ruleId, message }: Result): readonly (string | number)[] => {
    const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
    return [decodeURIComponent(artifactLocation?.uri ?? ""), region?.startLine ?? 0, region?.startColumn ?? 0, ruleId ?? "", message.text ?? ""];
  };
  const [left, right] = [keyOf(a), keyOf(b)];
  const at = left.findIndex((value, index) => value !== right[index]);
  return at === -1 ? 0 : (left[at] ?? "") < (right[at] ?? "") ? -1 : 1;
}

/** It went well when every shard did; what one of them had to tell is told once. */
function invocationOf(runs: readonly Run[], descriptors: readonly ReportingDescriptor[]): NonNullable<Run["invocations"]>[number] {
  const invocations = runs.flatMap((run) => run.invocations ?? []);
  const gather = (lists: readonly (readonly Notification[] | undefined)[]): Notification[] => {
    const all = lists
      .flatMap((list) => list ?? [])
      .map((item): Notification => ({
        ...item,
        ...(item.descriptor && { descriptor: { ...item.descriptor, index: descriptors.findIndex(({ id }) => id === item.descriptor?.id) } }),
      }));
    return [...new Map(all.map((item) => [JSON.stringify(item), item])).values()];
  };
  const configuration = gather(invocations.map((item) => item.toolConfigurationNotifications));
  const execution = gather(invocations.map((item) => item.toolExecutionNotifications));
  const { toolConfigurationNotifications: _configuration, toolExecutionNotifications: _execution, ...rest } = invocations[0] ?? { executionSuccessful: true };
  return {
    ...rest,
    executionSuccessful: invocations.every((item) => item.executionSuccessful),
    ...(configuration.length > 0 && { toolConfigurationNotifications: configuration }),
    ...(execution.length > 0 && { toolExecutionNotifications: execution }),
  };
}
