import { createApp } from "./app";
import { settings } from "./config/settings";

createApp().listen(settings.port, () => {
  console.log(`The library is open on port ${settings.port}.`);
});
