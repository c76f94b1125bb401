import type { LibraryFacts } from "./facts.ts";
import type { ServiceFact } from "./facts/state.ts";

const host = ["host", "hostname", "url", "uri", "connectionString"] as const;
const redisOptions = ["host", "sentinels.host", "path"] as const;
const sql = ["host", "url", "replication.master.host", "replication.master.url", "replication.slaves.host", "replication.slaves.url"] as const;
const queue = (argument: number, api: string): ServiceFact => ({ api, argument, properties: ["connection.host", "connection.url"] });

/**
 * An entry is spelt with the first package name of the library's own facts, if it has some: `typeorm` speaks for `@nestjs/typeorm`.
 * Where clients of backing services are told whom to talk to; the rest about these libraries stands in their own files.
 */
export const services: readonly LibraryFacts[] = [
  {
    packages: ["pg"],
    docs: "https://node-postgres.com/apis/pool",
    services: ["Pool", "Client", "native.Pool", "native.Client"].map((api) => ({ api, text: true, properties: host })),
  },
  {
    packages: ["postgres"],
    docs: "https://github.com/porsager/postgres#connection",
    services: [{ api: "default", text: true, properties: ["host", "hostname"] }],
  },
  {
    packages: ["mysql2"],
    docs: "https://sidorares.github.io/node-mysql2/docs",
    services: ["createConnection", "createPool", "createPoolCluster"].map((api) => ({ api, text: true, properties: ["host", "uri"] })),
  },
  {
    packages: ["mssql"],
    docs: "https://github.com/tediousjs/node-mssql#configuration-1",
    services: ["connect", "ConnectionPool"].map((api) => ({ api, text: true, properties: ["server"] })),
  },
  {
    packages: ["mongodb"],
    docs: "https://www.mongodb.com/docs/drivers/node/current/connect/",
    services: ["MongoClient", "MongoClient.connect"].map((api) => ({ api, text: true })),
  },
  {
    packages: ["mongoose"],
    docs: "https://mongoosejs.com/docs/connections.html",
    services: ["connect", "createConnection"].map((api) => ({ api, text: true })),
  },
  {
    packages: ["mongoose"],
    docs: "https://docs.nestjs.com/techniques/mongodb",
    services: [{ api: "MongooseModule.forRoot", text: true, properties: ["uri"] }],
  },
  {
    packages: ["sequelize"],
    docs: "https://sequelize.org/docs/v6/getting-started/",
    services: [
      { api: "Sequelize", text: true, properties: ["host", "replication.write.host", "replication.read.host"] },
      { api: "Sequelize", argument: 1, properties: ["host"] },
      { api: "Sequelize", argument: 3, properties: ["host"] },
    ],
  },
  {
    packages: ["typeorm"],
    docs: "https://typeorm.io/data-source-options",
    services: ["DataSource", "createConnection"].map((api) => ({ api, properties: sql })),
  },
  { packages: ["typeorm"], docs: "https://docs.nestjs.com/techniques/database", services: [{ api: "TypeOrmModule.forRoot", properties: sql }] },
  {
    packages: ["knex"],
    docs: "https://knexjs.org/guide/#configuration-options",
    services: ["default", "knex"].map((api) => ({ api, properties: ["connection", "connection.host", "connection.server", "connection.connectionString"] })),
  },
  {
    packages: ["@prisma/client"],
    docs: "https://www.prisma.io/docs/orm/reference/prisma-client-reference",
    services: [{ api: "PrismaClient", properties: ["datasourceUrl", "datasources.db.url"] }],
  },
  {
    packages: ["@prisma/adapter-pg"],
    docs: "https://www.prisma.io/docs/orm/overview/databases/postgresql",
    services: [{ api: "PrismaPg", properties: ["connectionString", "host"] }],
  },
  {
    packages: ["ioredis"],
    docs: "https://redis.github.io/ioredis/",
    services: [
      ...["default", "Redis"].flatMap((api): ServiceFact[] => [
        { api, text: true, properties: redisOptions },
        { api, argument: 1, text: true, properties: redisOptions },
      ]),
      ...["Cluster", "Redis.Cluster"].map((api): ServiceFact => ({ api, text: true, properties: ["host"] })),
    ],
  },
  {
    packages: ["redis"],
    docs: "https://github.com/redis/node-redis/blob/master/docs/client-configuration.md",
    services: [
      { api: "createClient", text: true, properties: ["url", "socket.host", "host"] },
      { api: "createCluster", properties: ["rootNodes.url", "rootNodes.socket.host"] },
    ],
  },
  {
    packages: ["bullmq"],
    docs: "https://docs.bullmq.io/guide/connections",
    services: [queue(1, "Queue"), queue(2, "Worker"), queue(1, "QueueEvents"), queue(0, "FlowProducer")],
  },
  {
    packages: ["bull"],
    docs: "https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md#queue",
    services: [{ api: "default", argument: 1, text: true, properties: ["redis", "redis.host"] }],
  },
  { packages: ["@nestjs/bullmq"], docs: "https://docs.nestjs.com/techniques/queues", services: [queue(0, "BullModule.forRoot")] },
  {
    packages: ["@nestjs/bull"],
    docs: "https://docs.nestjs.com/techniques/queues",
    services: [{ api: "BullModule.forRoot", properties: ["redis", "redis.host"] }],
  },
  {
    packages: ["amqplib"],
    docs: "https://amqp-node.github.io/amqplib/channel_api.html#connect",
    services: [{ api: "connect", text: true, properties: ["hostname"] }],
  },
  { packages: ["amqp-connection-manager"], docs: "https://github.com/jwalton/node-amqp-connection-manager#api", services: [{ api: "connect", text: true }] },
  { packages: ["kafkajs"], docs: "https://kafka.js.org/docs/configuration", services: [{ api: "Kafka", properties: ["brokers"] }] },
  { packages: ["nats"], docs: "https://github.com/nats-io/nats.js", services: [{ api: "connect", properties: ["servers"] }] },
  {
    packages: ["mqtt"],
    docs: "https://github.com/mqttjs/MQTT.js#connect",
    services: ["connect", "connectAsync"].map((api) => ({ api, text: true, properties: ["host"] })),
  },
  { packages: ["nodemailer"], docs: "https://nodemailer.com/smtp/", services: [{ api: "createTransport", text: true, properties: ["host"] }] },
  {
    packages: ["@elastic/elasticsearch"],
    docs: "https://www.elastic.co/docs/reference/elasticsearch/clients/javascript/client-connecting",
    services: [{ api: "Client", properties: ["node", "nodes", "node.url"] }],
  },
  {
    packages: ["@opensearch-project/opensearch"],
    docs: "https://opensearch.org/docs/latest/clients/javascript/index/",
    services: [{ api: "Client", properties: ["node", "nodes", "node.url"] }],
  },
  {
    packages: ["meilisearch"],
    docs: "https://github.com/meilisearch/meilisearch-js",
    services: ["MeiliSearch", "Meilisearch"].map((api) => ({ api, properties: ["host"] })),
  },
  { packages: ["typesense"], docs: "https://typesense.org/docs/", services: [{ api: "Client", properties: ["nodes.host", "nodes.url"] }] },
  { packages: ["memcached"], docs: "https://github.com/3rd-Eden/memcached", services: [{ api: "default", text: true }] },
];
