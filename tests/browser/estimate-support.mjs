// The estimate of several lines as an object: lines, editors, what can be taken along.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { eventually, PricingPage, textOf } from "./support.mjs";

export const KINDS = ["Steps", "Weekly hours", "Automatic", "Tokens"];

/** The pricing page with its lines. */
export class EstimatePage extends PricingPage {
  constructor(page) {
    super(page);
    this.calculator = page.getByRole("region", { name: "Calculator" });
    this.notice = page.locator(".notices");
    this.undo = page.getByRole("button", { name: "Undo", exact: true });
    this.redo = page.getByRole("button", { name: "Redo", exact: true });
    this.costByLine = page.getByRole("list", { name: "Cost by line" });
  }

  /** The names of the lines, from the first to the last. */
  async lineNames() {
    const heads = await this.calculator.getByRole("heading", { level: 3 }).allInnerTexts();
    return heads.map((text) => text.trim());
  }

  namesAre(names) {
    return eventually(async () => assert.deepEqual(await this.lineNames(), names));
  }

  add(kind) {
    return this.page.getByRole("group", { name: "Add a line" }).getByRole("button", { name: kind, exact: true }).click();
  }

  /** The button that opens and closes a line. */
  toggle(name) {
    return this.calculator.getByRole("heading", { level: 3, name, exact: true }).getByRole("button");
  }

  /** What belongs to an open line. */
  line(name) {
    return new LineObject(this, this.calculator.getByRole("group", { name, exact: true }));
  }

  async payable() {
    return (await this.total.locator(".payable").innerText()).trim();
  }

  /** The exact total, as it is shown. */
  async exact() {
    const [, exact] = /exact ([0-9.]+),/.exec(await textOf(this.total.locator(".exact"))) ?? [];
    return exact;
  }

  /** The amounts of the lines, as the total shows them. */
  async amounts() {
    return this.costByLine.locator(".number").allInnerTexts();
  }

  /** Waits until the total is another one than `before`, and gives it. */
  totalOtherThan(before) {
    return eventually(async () => {
      const payable = await this.payable();
      assert.notEqual(payable, before);
      return payable;
    });
  }

  /** The link, as the page shows it beside the clipboard. */
  async link() {
    await this.page.getByRole("button", { name: "Copy link" }).click();
    const field = this.page.getByRole("textbox", { name: "The link" });
    await field.waitFor();
    return field.inputValue();
  }

  /** What a button offers as a file. */
  async file(name) {
    const offered = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name, exact: true }).click();
    const download = await offered;
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  }

  openFile(name, text) {
    const buffer = Buffer.from(text);
    return this.page.getByLabel("Open a file").setInputFiles({ name, mimeType: "application/json", buffer });
  }

  /** The snippets, by name. */
  async snippets() {
    await this.page.getByText("As code", { exact: true }).click();
    const code = async (name) => this.page.getByRole("region", { name, exact: true }).innerText();
    return { curl: await code("curl"), javascript: await code("JavaScript"), command: await code("tiermeter price") };
  }
}

/** An open line. */
class LineObject {
  constructor(page, root) {
    this.page = page;
    this.root = root;
  }

  field(name) {
    return this.root.getByRole("textbox", { name, exact: true });
  }

  number(name) {
    return this.root.getByRole("spinbutton", { name, exact: true });
  }

  button(name) {
    return this.root.getByRole("button", { name, exact: true });
  }

  kind(name) {
    return this.root.getByRole("radio", { name, exact: true });
  }

  hour(name) {
    return this.root.getByRole("slider", { name, exact: true });
  }

  /** Opens a part that is closed at first. */
  show(summary) {
    return this.root.locator("summary").getByText(summary, { exact: true }).click();
  }

  async rows(name) {
    const rows = await this.root.getByRole("table", { name, exact: true }).getByRole("row").allInnerTexts();
    return rows.map((text) => text.replace(/\s+/g, " ").trim());
  }
}
