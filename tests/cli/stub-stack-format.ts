/** Stands in for `#project/stack-format`. */
export function formatStack(report: unknown, format: "text" | "json", { width }: { readonly width: number }): string {
  return format === "json" ? `${JSON.stringify(report)}\n` : `pg on ${width} columns\n`;
}
