/**
 * What registers work that a timer or a queue begins, and no request: decorators of methods, and calls that are handed a function. `*` at the end stands for all that begin so.
 * From the documentation of each package: https://docs.nestjs.com/techniques/task-scheduling, https://docs.nestjs.com/techniques/queues,
 * https://docs.nestjs.com/techniques/events, https://github.com/node-cron/node-cron, https://github.com/kelektiv/node-cron,
 * https://github.com/node-schedule/node-schedule, https://docs.bullmq.io/guide/workers.
 */
export const jobRegistrations: readonly string[] = [
  "@nestjs/schedule#Cron",
  "@nestjs/schedule#Interval",
  "@nestjs/schedule#Timeout",
  "@nestjs/event-emitter#OnEvent",
  "@nestjs/bull#Process",
  "@nestjs/bullmq#OnWorkerEvent",
  "node-cron#*",
  "cron#CronJob*",
  "node-schedule#*",
  "bullmq#Worker",
];
