// Builds an app's assets: every *.bundle.{js,ts,css,scss} under its public folder goes to
// sites/assets/dist/APP, and its address into sites/assets/assets.json (and assets-rtl.json),
// the map from bundle name to address that the framework's pages read.
//   node build.mjs BENCH APP
import { build } from "esbuild";
import * as sass from "sass";
import rtlcss from "rtlcss";
import { compileScript, compileStyleAsync, compileTemplate, parse } from "@vue/compiler-sfc";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const nodeModules = path.join(here, "node_modules");
const [bench, app] = process.argv.slice(2);
const assets = path.join(bench, "sites/assets");
const apps = fs.readFileSync(path.join(bench, "sites/apps.txt"), "utf8").split(/\s+/).filter(Boolean);
const root = (app) => path.join(fs.realpathSync(path.join(bench, "apps", app)), app);
const hash = (s) => createHash("sha1").update(s).digest("hex").slice(0, 8).toUpperCase();

// "frappe/public/css/x.css" names a file of an app; "~pkg/x" and "pkg/x" one of node_modules
function resolveFile(spec) {
	spec = spec.replace(/^~/, "");
	const [app, ...rest] = spec.split("/");
	return apps.includes(app) ? path.join(root(app), ...rest) : path.join(nodeModules, spec);
}
function existing(base, exts) {
	return exts.map((e) => base + e).find((f) => fs.existsSync(f) && fs.statSync(f).isFile());
}

function compileSass(text, file) {
	const url = file && pathToFileURL(file);
	return sass.compileString(text, {
		url,
		style: "expanded",
		quietDeps: true,
		logger: sass.Logger.silent,
		loadPaths: [...(file ? [path.dirname(file)] : []), nodeModules],
		importers: [
			{
				findFileUrl(spec) {
					if (!spec.startsWith("~") && !apps.includes(spec.split("/")[0])) return null;
					return pathToFileURL(resolveFile(spec));
				},
			},
		],
	}).css;
}

const appFiles = {
	name: "app-files",
	setup(b) {
		// imports such as "frappe/public/js/..." from any app
		b.onResolve({ filter: /^[a-z_]+\// }, (a) =>
			apps.includes(a.path.split("/")[0])
				? { path: existing(resolveFile(a.path), ["", ".js", ".ts", "/index.js"]) }
				: undefined
		);
		// styles name served files by URL
		b.onResolve({ filter: /^\/assets\// }, (a) => ({ path: a.path, external: true }));
		b.onResolve({ filter: /^~/ }, (a) => ({ path: existing(resolveFile(a.path), ["", ".css", ".js"]) }));
	},
};

// import "./x.html"  ->  frappe.templates["x"] = "<one line of html>"
const htmlTemplates = {
	name: "html-templates",
	setup(b) {
		b.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
			const text = fs.readFileSync(file, "utf8").replace(/<!--[\s\S]*?-->/g, "").replace(/\s+/g, " ");
			const name = path.basename(file, ".html");
			return {
				// the framework writes its templates for a template literal: some escape quotes with a backslash
				contents: `frappe.templates[${JSON.stringify(name)}] = \`${text.replaceAll("`", "\\`")}\`;`,
				loader: "js",
			};
		});
	},
};

const styles = {
	name: "styles",
	setup(b) {
		b.onLoad({ filter: /\.scss$/ }, ({ path: file }) => ({
			contents: compileSass(fs.readFileSync(file, "utf8"), file),
			loader: "css",
			resolveDir: path.dirname(file),
		}));
	},
};

const vueFiles = {
	name: "vue-files",
	setup(b) {
		const cache = new Map();
		b.onLoad({ filter: /\.vue$/ }, async ({ path: file }) => {
			const { descriptor: d, errors } = parse(fs.readFileSync(file, "utf8"), { filename: file });
			if (errors.length) return { errors: errors.map((e) => ({ text: String(e) })) };
			const id = "data-v-" + hash(file);
			const scoped = d.styles.some((s) => s.scoped);
			let code = "const __c = {};\n";
			let bindings;
			let lang = "js";
			if (d.script || d.scriptSetup) {
				const s = compileScript(d, { id, genDefaultAs: "__c" });
				bindings = s.bindings;
				lang = s.lang || "js";
				code = s.content + "\n";
			}
			if (d.template) {
				const t = compileTemplate({
					source: d.template.content,
					filename: file,
					id,
					scoped,
					compilerOptions: { bindingMetadata: bindings },
					transformAssetUrls: false,
				});
				if (t.errors.length) return { errors: t.errors.map((e) => ({ text: String(e.message || e) })) };
				code += t.code.replace("export function render", "function __render") + "\n__c.render = __render;\n";
			}
			if (scoped) code += `__c.__scopeId = "${id}";\n`;
			for (const [i, s] of d.styles.entries()) {
				const source = s.lang === "scss" ? compileSass(s.content, file) : s.content;
				const out = await compileStyleAsync({ source, filename: file, id, scoped: s.scoped });
				const key = `${file}?style=${i}`;
				cache.set(key, out.code);
				code += `import ${JSON.stringify(key)};\n`;
			}
			return { contents: code + "export default __c;\n", loader: lang, resolveDir: path.dirname(file) };
		});
		b.onResolve({ filter: /\.vue\?style=/ }, (a) => ({ path: a.path, namespace: "vue-style" }));
		b.onLoad({ filter: /./, namespace: "vue-style" }, (a) => ({
			contents: cache.get(a.path),
			loader: "css",
			resolveDir: path.dirname(a.path),
		}));
	},
};

function* bundles(dir) {
	for (const e of fs.readdirSync(dir, { withFileTypes: true })) {
		const file = path.join(dir, e.name);
		if (e.isDirectory() && !["dist", "node_modules"].includes(e.name)) yield* bundles(file);
		else if (/\.bundle\.(js|ts|css|scss)$/.test(e.name)) yield file;
	}
}

function readMap(file) {
	return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
}

// The page loads a bundle's script alone, so the script brings the styles of its Vue components.
function mergeStyles(script, stylesheet, name) {
	const css = fs.readFileSync(stylesheet, "utf8").replace(/\/\*# sourceMappingURL.*/, "");
	const js = `frappe.dom.set_style(${JSON.stringify(css)}, ${JSON.stringify(name)});\n` + fs.readFileSync(script, "utf8");
	const merged = script.replace(/[A-Z0-9]{8}\.js$/, hash(js) + ".js");
	fs.rmSync(script);
	fs.rmSync(stylesheet);
	fs.writeFileSync(merged, js);
	return merged;
}

function mirror(stylesheet) {
	const to = path.join(dist, "css-rtl", path.basename(stylesheet));
	fs.mkdirSync(path.dirname(to), { recursive: true });
	fs.writeFileSync(to, rtlcss.process(fs.readFileSync(stylesheet, "utf8")));
	return to;
}

const started = Date.now();
const source = path.join(root(app), "public");
const dist = path.join(assets, "dist", app);
const address = `/assets/dist/${app}`;
const mapFile = path.join(assets, "assets.json");
const rtlFile = path.join(assets, "assets-rtl.json");
const map = readMap(mapFile);
const rtl = readMap(rtlFile);

if (app === "frappe") {
	// a few scripts are loaded from here when they are needed
	const link = path.join(source, "node_modules");
	fs.rmSync(link, { force: true });
	fs.symlinkSync(nodeModules, link);
}

const entries = fs.existsSync(source) ? [...bundles(source)] : [];
fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(dist, { recursive: true });
const result = await build({
	entryPoints: entries.map((file) => {
		const base = path.basename(file).replace(/\.\w+$/, "");
		return { in: file, out: /css$/.test(file) ? `css/${base}` : `js/${base}` };
	}),
	entryNames: "[dir]/[name].[hash]",
	assetNames: "files/[name].[hash]",
	publicPath: address,
	outdir: dist,
	bundle: true,
	metafile: true,
	sourcemap: "linked",
	target: ["es2020"],
	legalComments: "none",
	logLevel: "warning",
	logOverride: { "css-syntax-error": "silent", "unsupported-css-nesting": "silent" },
	nodePaths: [nodeModules],
	define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false" },
	loader: { ".woff": "file", ".woff2": "file", ".ttf": "file", ".eot": "file", ".svg": "file", ".png": "file", ".gif": "file" },
	plugins: [appFiles, htmlTemplates, styles, vueFiles],
});

const url = (file) => `${address}/${path.relative(dist, file)}`;
for (const [name, output] of Object.entries(result.metafile.outputs)) {
	let file = path.resolve(name);
	const [, bundle, kind] = path.basename(file).match(/^(.*\.bundle)\.[A-Z0-9]{8}\.(js|css)$/) || [];
	const ofScript = kind === "css" && file.startsWith(path.join(dist, "js"));
	if (!bundle || ofScript) continue;
	if (output.cssBundle) file = mergeStyles(file, path.resolve(output.cssBundle), `${bundle}.${kind}`);
	map[`${bundle}.${kind}`] = url(file);
	if (kind === "css") rtl[`rtl_${bundle}.css`] = url(mirror(file));
}
fs.writeFileSync(mapFile, JSON.stringify(map, null, 1));
fs.writeFileSync(rtlFile, JSON.stringify(rtl, null, 1));
console.log(`${app}: ${entries.length} bundles in ${((Date.now() - started) / 1000).toFixed(1)} s`);
