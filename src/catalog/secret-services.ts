import type { LibraryFacts } from "./facts.ts";

/** Servers and services one signs in to, by where the client takes the password or the key. */
export const secretServices: readonly LibraryFacts[] = [
  {
    packages: ["pg", "pg-pool", "pg-native"],
    docs: "https://node-postgres.com/apis/client",
    secrets: [
      { api: "Client", properties: ["password"], kind: "password" },
      { api: "Pool", properties: ["password"], kind: "password" },
    ],
  },
  {
    packages: ["mysql2", "mysql2/promise", "mysql"],
    docs: "https://sidorares.github.io/node-mysql2/docs",
    secrets: [
      { api: "createConnection", properties: ["password"], kind: "password" },
      { api: "createPool", properties: ["password"], kind: "password" },
    ],
  },
  {
    packages: ["mariadb"],
    docs: "https://github.com/mariadb-corporation/mariadb-connector-nodejs",
    secrets: [
      { api: "createConnection", properties: ["password"], kind: "password" },
      { api: "createPool", properties: ["password"], kind: "password" },
    ],
  },
  {
    packages: ["mssql"],
    docs: "https://github.com/tediousjs/node-mssql",
    secrets: [
      { api: "connect", properties: ["password"], kind: "password" },
      { api: "ConnectionPool", properties: ["password"], kind: "password" },
    ],
  },
  {
    packages: ["tedious"],
    docs: "https://tediousjs.github.io/tedious/",
    secrets: [{ api: "Connection", properties: ["authentication.options.password"], kind: "password" }],
  },
  {
    packages: ["oracledb"],
    docs: "https://node-oracledb.readthedocs.io/",
    secrets: [
      { api: "getConnection", properties: ["password"], kind: "password" },
      { api: "createPool", properties: ["password"], kind: "password" },
    ],
  },
  {
    packages: ["sequelize"],
    docs: "https://sequelize.org/docs/v6/getting-started/",
    secrets: [
      { api: "Sequelize", argument: 2, kind: "password" },
      { api: "default", argument: 2, kind: "password" },
      { api: "Sequelize", properties: ["password"], kind: "password" },
      { api: "default", properties: ["password"], kind: "password" },
    ],
  },
  {
    packages: ["typeorm"],
    docs: "https://typeorm.io/data-source",
    secrets: [
      { api: "DataSource", properties: ["password"], kind: "password" },
      { api: "createConnection", properties: ["password"], kind: "password" },
      { api: "TypeOrmModule.forRoot", properties: ["password"], kind: "password" },
      { api: "TypeOrmModule.forRootAsync", properties: ["useFactory.().password"], kind: "password" },
    ],
  },
  {
    packages: ["knex"],
    docs: "https://knexjs.org/guide/",
    secrets: [
      { api: "default", properties: ["connection.password"], kind: "password" },
      { api: "knex", properties: ["connection.password"], kind: "password" },
    ],
  },
  {
    packages: ["postgres"],
    docs: "https://github.com/porsager/postgres",
    secrets: [
      { api: "default", properties: ["password", "pass"], kind: "password" },
      { api: "default", argument: 1, properties: ["password", "pass"], kind: "password" },
    ],
  },
  {
    packages: ["mongoose"],
    docs: "https://mongoosejs.com/docs/connections.html",
    secrets: [{ api: "connect", argument: 1, properties: ["pass", "auth.password"], kind: "password" }],
  },
  {
    packages: ["mongodb"],
    docs: "https://mongodb.github.io/node-mongodb-native/",
    secrets: [{ api: "MongoClient", argument: 1, properties: ["auth.password"], kind: "password" }],
  },
  { packages: ["redis"], docs: "https://github.com/redis/node-redis", secrets: [{ api: "createClient", properties: ["password"], kind: "password" }] },
  {
    packages: ["ioredis"],
    docs: "https://github.com/redis/ioredis",
    secrets: [
      { api: "default", properties: ["password"], kind: "password" },
      { api: "Redis", properties: ["password"], kind: "password" },
    ],
  },
  {
    packages: ["bullmq"],
    docs: "https://docs.bullmq.io/guide/connections",
    secrets: [
      { api: "Queue", argument: 1, properties: ["connection.password"], kind: "password" },
      { api: "Worker", argument: 2, properties: ["connection.password"], kind: "password" },
    ],
  },
  { packages: ["kafkajs"], docs: "https://kafka.js.org/docs/configuration", secrets: [{ api: "Kafka", properties: ["sasl.password"], kind: "password" }] },
  { packages: ["amqplib"], docs: "https://amqp-node.github.io/amqplib/", secrets: [{ api: "connect", properties: ["password"], kind: "password" }] },
  { packages: ["mqtt"], docs: "https://github.com/mqttjs/MQTT.js", secrets: [{ api: "connect", argument: 1, properties: ["password"], kind: "password" }] },
  { packages: ["neo4j-driver"], docs: "https://neo4j.com/docs/javascript-manual/current/", secrets: [{ api: "auth.basic", argument: 1, kind: "password" }] },
  {
    packages: ["@elastic/elasticsearch"],
    docs: "https://www.elastic.co/docs/reference/elasticsearch/clients/javascript",
    secrets: [{ api: "Client", properties: ["auth.password", "auth.apiKey"], kind: "password" }],
  },
  {
    packages: ["nodemailer"],
    returns: { createTransport: "Transporter" },
    docs: "https://nodemailer.com/smtp/",
    secrets: [{ api: "createTransport", properties: ["auth.pass", "auth.clientSecret", "auth.refreshToken", "auth.accessToken"], kind: "password" }],
  },
  {
    packages: ["@sendgrid/mail"],
    docs: "https://github.com/sendgrid/sendgrid-nodejs",
    secrets: [{ api: "setApiKey", kind: "API key" }],
  },
  {
    packages: ["resend"],
    docs: "https://resend.com/docs/send-with-nodejs",
    secrets: [{ api: "Resend", kind: "API key" }],
  },
  { packages: ["postmark"], docs: "https://github.com/ActiveCampaign/postmark.js", secrets: [{ api: "ServerClient", kind: "API key" }] },
  {
    packages: ["stripe"],
    docs: "https://github.com/stripe/stripe-node",
    secrets: [
      { api: "default", kind: "API key" },
      { api: "Stripe", kind: "API key" },
      { api: "webhooks.constructEvent", argument: 2, kind: "API key" },
    ],
  },
  {
    packages: ["openai"],
    docs: "https://github.com/openai/openai-node",
    secrets: [
      { api: "default", properties: ["apiKey"], kind: "API key" },
      { api: "OpenAI", properties: ["apiKey"], kind: "API key" },
    ],
  },
  {
    packages: ["@anthropic-ai/sdk"],
    docs: "https://github.com/anthropics/anthropic-sdk-typescript",
    secrets: [{ api: "default", properties: ["apiKey"], kind: "API key" }],
  },
  {
    packages: ["twilio"],
    docs: "https://github.com/twilio/twilio-node",
    secrets: [
      { api: "default", argument: 1, kind: "API key" },
      { api: "Twilio", argument: 1, kind: "API key" },
    ],
  },
  {
    packages: ["@octokit/rest", "octokit", "@octokit/core"],
    docs: "https://github.com/octokit/rest.js",
    secrets: [{ api: "Octokit", properties: ["auth"], kind: "API key" }],
  },
  { packages: ["@slack/web-api"], docs: "https://docs.slack.dev/tools/node-slack-sdk/web-api/", secrets: [{ api: "WebClient", kind: "API key" }] },
  {
    packages: ["@slack/bolt"],
    docs: "https://docs.slack.dev/tools/bolt-js/",
    secrets: [{ api: "App", properties: ["token", "signingSecret"], kind: "API key" }],
  },
  { packages: ["telegraf"], docs: "https://telegraf.js.org/", secrets: [{ api: "Telegraf", kind: "API key" }] },
  {
    packages: ["cloudinary"],
    docs: "https://cloudinary.com/documentation/node_integration",
    secrets: [
      { api: "v2.config", properties: ["api_secret"], kind: "client secret" },
      { api: "config", properties: ["api_secret"], kind: "client secret" },
    ],
  },
  { packages: ["pusher"], docs: "https://github.com/pusher/pusher-http-node", secrets: [{ api: "default", properties: ["secret"], kind: "client secret" }] },
  { packages: ["minio"], docs: "https://github.com/minio/minio-js", secrets: [{ api: "Client", properties: ["secretKey"], kind: "client secret" }] },
  {
    packages: ["aws-sdk"],
    docs: "https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/",
    secrets: [
      { api: "config.update", properties: ["secretAccessKey"], kind: "client secret" },
      { api: "Credentials", argument: 1, kind: "client secret" },
      { api: "S3", properties: ["secretAccessKey"], kind: "client secret" },
    ],
  },
  {
    packages: ["@aws-sdk/client-s3"],
    docs: "https://docs.aws.amazon.com/sdk-for-javascript/v3/",
    secrets: [{ api: "S3Client", properties: ["credentials.secretAccessKey"], kind: "client secret" }],
  },
  {
    packages: ["@aws-sdk/client-ses"],
    docs: "https://docs.aws.amazon.com/sdk-for-javascript/v3/",
    secrets: [{ api: "SESClient", properties: ["credentials.secretAccessKey"], kind: "client secret" }],
  },
  {
    packages: ["@azure/identity"],
    docs: "https://learn.microsoft.com/javascript/api/@azure/identity",
    secrets: [{ api: "ClientSecretCredential", argument: 2, kind: "client secret" }],
  },
  {
    packages: ["ldapjs"],
    docs: "http://ldapjs.org/client.html",
    returns: { createClient: "Client" },
    secrets: [{ api: "Client.bind", argument: 1, kind: "password" }],
  },
  {
    packages: ["ethers"],
    docs: "https://docs.ethers.org/",
    secrets: [
      { api: "Wallet", kind: "signing key" },
      { api: "ethers.Wallet", kind: "signing key" },
    ],
  },
];
