import { expect, test } from "vitest";
import { nearestWord } from "#config/nearest";

test.each([
  ["stict", ["strict", "security"], "strict"],
  ["erorr", ["error", "off"], "error"],
  ["warn", ["error", "warning", "note", "off"], "warning"],
  ["warnings", ["warning"], "warning"],
  ["ignore", ["ignores"], "ignores"],
  ["circular", ["oma/no-god-file", "oma/no-circular-dependency"], "oma/no-circular-dependency"],
  ["oma/no-godfile", ["no-god-file", "oma/no-god-file"], "oma/no-god-file"],
  ["PRESET", ["preset"], "preset"],
  ["banana", ["error", "warning"], undefined],
  ["", ["y"], undefined],
])("%s among %j is %s", (word, candidates, expected) => {
  expect(nearestWord(word, candidates)).toBe(expected);
});
