import type { LibraryFacts } from "./facts.ts";

/** No SQL; only who talks to a database and who defines a model. `Model` is the class `mongoose.model(…)` makes. */
export const mongoose: LibraryFacts = {
  packages: ["mongoose", "@nestjs/mongoose", "@typegoose/typegoose"],
  docs: "https://mongoosejs.com/docs/models.html",
  returns: {
    model: "Model",
    createConnection: "Connection",
    connect: "Mongoose",
    getModelForClass: "Model",
    "Mongoose.model": "Model",
    "Mongoose.createConnection": "Connection",
    "Connection.model": "Model",
    "Connection.asPromise": "Connection",
    "Connection.useDb": "Connection",
    "SchemaFactory.createForClass": "Schema",
  },
  members: { connection: "Connection", "Mongoose.connection": "Connection", "Connection.db": "mongodb#Db" },
  injects: { InjectModel: "mongoose#Model", InjectConnection: "mongoose#Connection" },
  entities: {
    columns: ["Prop", "prop"],
    schemas: [{ api: "Schema", target: ["ref"] }],
    relations: { "Schema.virtual": "many" },
    eagerOptions: ["autopopulate"],
    hooks: ["Schema.pre", "Schema.post"],
    hookLoads: ["populate"],
  },
  data: {
    clients: ["Mongoose", "Connection"],
    entityDecorators: ["Schema", "modelOptions"],
    entityBases: ["Model"],
    modelFactories: ["model", "Mongoose.model", "Connection.model", "Schema", "SchemaFactory.createForClass", "getModelForClass"],
  },
};
