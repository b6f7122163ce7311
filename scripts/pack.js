/**
 * Writes what browsers fetch from an installed Luister: node scripts/pack.js FOLDER (which is emptied first).
 *
 * static/ as it stands, but for its scripts and styles: of those each page gets one file, packed and minified, named by what it
 * holds, below packed/; the pages name it instead. Words stand without the spaces between them. Beside each file lie its compressed
 * forms. docs/adr/0004-packing.md says why.
 */

import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const SOURCES = fileURLToPath(new URL("../static", import.meta.url));
const PACKED = new Set(["js", "css", "vendor"]);
const NAMED = /"\/static\/((?:js|css)\/[^"]+)"/g;
/** What a browser fetches by address; the pages themselves are filled in and compressed by the server. */
const SENT = new Set([".js", ".css", ".json", ".svg"]);

/** Every file below this folder. @param {string} folder */
const below = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** The scripts and styles that this page names. @param {string} page */
const namedBy = (page) => [...readFileSync(page, "utf8").matchAll(NAMED)].map(([, name = ""]) => name);

/** Pack these scripts and styles into *folder*; the address of each below /static/. @param {string[]} names @param {string} folder */
async function pack(names, folder) {
  const { metafile } = await build({
    absWorkingDir: SOURCES,
    entryPoints: names,
    outdir: join(folder, "packed"),
    outbase: SOURCES,
    entryNames: "[dir]/[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "linked",
    metafile: true,
    logLevel: "warning",
  });
  return new Map(
    Object.entries(metafile.outputs).flatMap(([file, { entryPoint }]) =>
      entryPoint === undefined ? [] : [[entryPoint, relative(folder, join(SOURCES, file)).replaceAll("\\", "/")]],
    ),
  );
}

/** @param {string} folder */
async function main(folder) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(SOURCES, folder, {
    recursive: true,
    filter: (source) => !PACKED.has(relative(SOURCES, source)) && !basename(source).startsWith("."),
  });
  for (const licence of below(join(SOURCES, "vendor")).filter((file) => basename(file) === "LICENSE")) {
    cpSync(licence, join(folder, relative(SOURCES, licence)));
  }
  const pages = below(folder).filter((file) => extname(file) === ".html");
  const addresses = await pack([...new Set(pages.flatMap(namedBy))], folder);
  for (const page of pages) {
    writeFileSync(page, readFileSync(page, "utf8").replace(NAMED, (_, name) => `"/static/${addresses.get(name)}"`));
  }
  for (const file of below(folder).filter((name) => SENT.has(extname(name)))) {
    if (extname(file) === ".json") writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, "utf8"))));
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("node scripts/pack.js FOLDER");
await main(resolve(folder));
