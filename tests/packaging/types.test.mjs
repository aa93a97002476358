// The declared types of the packed package: strict projects of two kinds compile, what must not compile doesn't, and
// an editor shows a description of everything.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import ts from "typescript";

import { install, run } from "./support.mjs";

let consumer;
before(async () => {
  consumer = await install();
});
after(() => consumer?.remove());

function compile(project) {
  return run(process.execPath, ["node_modules/typescript/bin/tsc", "--project", project], { cwd: consumer.project });
}

test("the types as a bundler's project sees them", () => compile("types/tsconfig.bundler.json"));

test("the types as a project for Node without a DOM sees them", () => compile("types/tsconfig.nodenext.json"));

test("an editor describes every function, value, type and field", () => {
  for (const entry of ["index", "slim", "inline"]) {
    const file = join(consumer.installed, `dist/${entry}.d.ts`);
    const program = ts.createProgram([file], { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 });
    const checker = program.getTypeChecker();
    const described = (symbol) => symbol.getDocumentationComment(checker).length > 0;
    const undescribed = [];
    for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)))) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      if (!described(symbol)) {
        undescribed.push(`${entry}: ${exported.name}`);
      }
    }
    assert.deepEqual(undescribed, []);
  }
});
