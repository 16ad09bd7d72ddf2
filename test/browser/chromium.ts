/** A page of our own in the machine's Chromium, with nothing of a user's: an empty profile, no network but loopback. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { findProgram } from "../needs.ts";

/** Playwright adds its own; these keep Chromium from looking for anything beyond this machine. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Scripts of the page's own server and nothing else: no evaluation of text, no other host. */
const POLICY = "default-src 'none'; script-src 'self'";

/** @param scripts what the page loads, in order */
export async function inPage<T>(scripts: readonly string[], use: (page: Page) => Promise<T>): Promise<T> {
  const executablePath = findProgram("chromium");
  if (executablePath === undefined) throw new Error("chromium is not installed");
  const html = `<!doctype html><title>Holdfast</title>${scripts.map((_, i) => `<script src="/${i}.js"></script>`).join("")}`;
  const server = createServer(({ url }, response) => {
    const script = scripts[Number(/^\/(\d+)\.js$/.exec(url ?? "")?.[1])];
    response.setHeader("content-security-policy", POLICY);
    if (script !== undefined) response.setHeader("content-type", "text/javascript; charset=utf-8").end(script);
    else if (url === "/") response.setHeader("content-type", "text/html; charset=utf-8").end(html);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the page's server has no port");
  const profile = mkdtempSync(join(tmpdir(), "holdfast-chromium-"));
  try {
    const browser = await chromium.launchPersistentContext(profile, { executablePath, args: FLAGS });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(`http://127.0.0.1:${address.port}/`);
      const result = await use(page);
      if (errors.length > 0) throw new Error(`in the page: ${errors.join("; ")}`);
      return result;
    } finally {
      await browser.close();
    }
  } finally {
    rmSync(profile, { recursive: true, force: true });
    await new Promise((closed) => server.close(closed));
  }
}
