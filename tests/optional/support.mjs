// What the optional tests share: a Python environment of their own in .tools, and a command that is shown.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const tools = fileURLToPath(new URL("../../.tools/", import.meta.url));

/** Runs a command in sight; gives its exit code and what it printed. */
export async function run(program, parameters, options = {}) {
  const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "inherit"], ...options });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  const [code] = await once(child, "exit");
  return { code, output };
}

/** A Python environment with these packages; made once. Gives the folder of its programs. */
export async function python(name, packages) {
  const folder = `${tools}python-${name}`;
  const programs = `${folder}/bin`;
  const there = await access(`${programs}/${name}`).then(() => true, () => false);
  if (!there) {
    for (const [program, parameters] of [
      ["python3.12", ["-m", "venv", folder]],
      [`${programs}/pip`, ["install", "--quiet", ...packages]],
    ]) {
      const { code } = await run(program, parameters);
      if (code !== 0) {
        throw new Error(`${program} ${parameters.join(" ")} ended with ${code}`);
      }
    }
  }
  return { programs, folder };
}
