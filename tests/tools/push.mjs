// A push service for tests, on the loopback address alone: `node push.mjs PORT`. It decrypts what it is sent and hands it out.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const Server = require("web-push-testing/src/server.js");
const { PushApiModel } = require("web-push-testing/src/PushApiModel.js");

const service = new Server(new PushApiModel(), Number(process.argv[2]));
const listen = service._app.listen.bind(service._app);
service._app.listen = (port, then) => listen(port, "127.0.0.1", then);
service.startServer();
