import { wordsOfName } from "./name-words.ts";

/** Names of columns that say how many there are of something. */
const counting =
  /(?:^c|[a-z_]C|_c)ounte?r?s?$|^unread[A-Z]|^(?:likes|views|shares|comments|replies|followers|following|(?:up|down)?votes|hits|clicks|downloads|plays|reactions|impressions)$/;
const runningOut =
  /^(?:stocks?|seats?|avail\w*|remain\w*|left|inventor\w+|slots?|copies|booked|bookings?|enrol\w*|regist\w*|redeem\w*|redemptions?|use[ds]?|usage|max|limit|capacity|quota|attempts?|fail\w*)$/;

/** Whether a column by its name counts what may run out, or what refuses when there is too much of it: seats, stock, attempts. */
export function runsOut(name: string): boolean {
  return wordsOfName(name).some((word) => runningOut.test(word));
}

/** Whether a column by its name says how many there are of something, and is counted again. */
export function isCountColumn(name: string): boolean {
  return counting.test(name) && !runsOut(name);
}
