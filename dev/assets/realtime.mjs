// Realtime events: relays what the framework publishes on Redis ("events") to browsers.
//   node realtime.mjs PORT REDIS_URL WEB_PORT
import { createServer } from "node:http";
import { createClient } from "redis";
import { Server } from "socket.io";

const [port, redisUrl, webPort] = process.argv.slice(2);
const server = createServer();
const io = new Server(server, { cors: { origin: true, credentials: true } });
const sites = io.of(/^\/.+$/); // one namespace per site

// Asks the web server on behalf of the connected browser; null when it refuses.
async function ask(socket, method, args = {}) {
	const address = `http://127.0.0.1:${webPort}/api/method/frappe.realtime.${method}`;
	const headers = {
		cookie: socket.request.headers.cookie || "",
		"x-frappe-site-name": socket.nsp.name.slice(1),
	};
	const answer = await fetch(`${address}?${new URLSearchParams(args)}`, { headers }).catch(() => null);
	return answer?.ok ? (await answer.json()).message : null;
}

sites.use(async (socket, next) => {
	const user = await ask(socket, "get_user_info");
	if (!user) return next(new Error("Unauthorized"));
	Object.assign(socket.data, user);
	next();
});

sites.on("connection", (socket) => {
	socket.join(`user:${socket.data.user}`);
	socket.join("website");
	if (socket.data.user_type === "System User") socket.join("all");

	const may = (doctype, docname) => ask(socket, "can_subscribe_doc", { doctype, docname });
	const task = (id) => `task_progress:${id}`;
	for (const event of ["task", "progress"]) {
		socket.on(`${event}_subscribe`, (id) => socket.join(task(id)));
		socket.on(`${event}_unsubscribe`, (id) => socket.leave(task(id)));
	}
	socket.on("doctype_subscribe", async (doctype) => {
		if (await ask(socket, "can_subscribe_doctype", { doctype })) socket.join(`doctype:${doctype}`);
	});
	socket.on("doctype_unsubscribe", (doctype) => socket.leave(`doctype:${doctype}`));
	socket.on("doc_subscribe", async (doctype, name) => {
		if (await may(doctype, name)) socket.join(`doc:${doctype}/${name}`);
	});
	socket.on("doc_unsubscribe", (doctype, name) => socket.leave(`doc:${doctype}/${name}`));

	// who else has the document open
	const opened = new Map();
	async function tellViewers(doctype, docname, room) {
		const viewers = await socket.nsp.in(room).fetchSockets();
		const users = [...new Set(viewers.map((viewer) => viewer.data.user))];
		socket.nsp.to(room).emit("doc_viewers", { doctype, docname, users });
	}
	socket.on("doc_open", async (doctype, name) => {
		if (!(await may(doctype, name))) return;
		const room = `open_doc:${doctype}/${name}`;
		opened.set(room, [doctype, name]);
		socket.join(room);
		await tellViewers(doctype, name, room);
	});
	async function close(room) {
		const document = opened.get(room);
		if (!document) return;
		opened.delete(room);
		socket.leave(room);
		await tellViewers(...document, room);
	}
	socket.on("doc_close", (doctype, name) => close(`open_doc:${doctype}/${name}`));
	socket.on("disconnect", () => [...opened.keys()].forEach(close));
});

const redis = createClient({ url: redisUrl });
redis.on("error", (error) => console.error(`redis: ${error.message}`)); // the client reconnects by itself
await redis.connect();
await redis.subscribe("events", (text) => {
	const { namespace, room, event, message } = JSON.parse(text);
	const target = io.of(`/${namespace}`);
	(room ? target.to(room) : target).emit(event, message);
});
server.listen(Number(port), "127.0.0.1");
