import type { Terminal } from "./terminal.ts";

/** Short runs show nothing: what flashes by is noise. */
const patience = 1000;
const interval = 80;

export interface Progress {
  readonly show: (done: number, total: number, phase: string) => void;
  readonly stop: () => void;
}

/** Progress on one line of stderr, only on a terminal and only after a second. */
export function startProgress(
  { showsProgress, note, noteInk: ink }: Pick<Terminal, "showsProgress" | "note" | "noteInk">,
  now: () => number = Date.now,
): Progress {
  if (!showsProgress) return { show: () => undefined, stop: () => undefined };
  let next = now() + patience;
  let shown = false;
  return {
    show: (done, total, phase) => {
      const time = now();
      if (time < next) return;
      next = time + interval;
      shown = true;
      const share = total > 0 ? ` ${done}/${total}` : "";
      note(`\r\u001b[2K${ink.dim(`${phase}${share} …`)}`);
    },
    stop: () => {
      if (shown) note("\r\u001b[2K");
      shown = false;
    },
  };
}
