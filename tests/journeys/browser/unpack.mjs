// Unpacks the browser that the package carries, and the libraries it may lack, into the folder given as argument.
import { createReadStream, createWriteStream, existsSync, mkdirSync, chmodSync, rmSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const target = process.argv[2];
const packed = join(import.meta.dirname, "node_modules", "@sparticuz", "chromium", "bin");
mkdirSync(target, { recursive: true });

async function inflate(name, path) {
  await pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), createWriteStream(path));
}
const browser = join(target, "chromium");
if (!existsSync(browser)) {
  for (const name of ["al2023", "swiftshader", "fonts"]) {
    const tar = join(target, `${name}.tar`);
    await inflate(`${name}.tar.br`, tar);
    execFileSync("tar", ["-xf", tar, "-C", target]);
    rmSync(tar);
  }
  await inflate("chromium.br", browser);
  chmodSync(browser, 0o755);
}
