// The console's views as objects: what people do there, in the words that they read.

import assert from "node:assert/strict";

import { assertSame } from "../node/backend-tools.mjs";
import { amountIn, soon } from "./console-page.mjs";
import { textOf } from "./support.mjs";

const STATUS = /^\s*(Running|Creating|Stopped|Not enabled)/;

/** The table of services. */
export class ServicesView {
  constructor(console) {
    this.console = console;
    const { view } = console;
    this.table = view.getByRole("table", { name: "Services", exact: true });
    this.filter = view.getByRole("searchbox", { name: /^Filter by name/ });
    this.selection = view.getByRole("region", { name: "Selection" });
    this.everything = view.getByRole("checkbox", { name: "Select every service that the filter shows" });
  }

  row(name) {
    return this.table.getByRole("row").filter({ has: this.link(name) });
  }

  link(name) {
    return this.console.page.getByRole("link", { name, exact: true });
  }

  chip(word) {
    return this.console.view.getByRole("group", { name: "Status" }).getByRole("button", { name: new RegExp(`^${word} [\\d,]+$`) });
  }

  /** The head of a column, which sorts by it. */
  head(name) {
    return this.table.getByRole("columnheader").filter({ has: this.console.page.getByRole("button", { name, exact: true }) });
  }

  select(name) {
    return this.table.getByRole("checkbox", { name: `Select ${name}`, exact: true });
  }

  /** A filter with a choice. */
  facet(name) {
    return this.console.view.getByRole("combobox", { name: new RegExp(`^${name}`) });
  }

  /** The controls behind a button above the table, open: `"Columns"`, `"Views"`. */
  async pop(name) {
    const word = this.console.page.getByText(name, { exact: true });
    const pop = this.console.view.getByRole("group").filter({ has: word }).first();
    if (await pop.getAttribute("open") === null) {
      await pop.getByText(name, { exact: true }).first().click();
    }
    return pop;
  }

  /** Waits until the table has these columns, by their heads, and not those. */
  async hasColumns(shown, hidden) {
    await soon(async () => {
      for (const [names, count] of [[shown, 1], [hidden, 0]]) {
        for (const name of names) {
          assert.equal(await this.head(name).count(), count, name);
        }
      }
    });
  }

  /** Waits until these services are shown, in this order. */
  async shows(names) {
    await soon(async () => assert.deepEqual(await this.table.getByRole("rowheader").getByRole("link").allInnerTexts(), names));
  }

  /** Waits until a service's row says all of this. */
  async rowSays(name, ...words) {
    await soon(async () => {
      const text = await textOf(this.row(name));
      for (const word of words) {
        assert.ok(word instanceof RegExp ? word.test(text) : text.includes(word), `${word} in: ${text}`);
      }
    });
  }

  /** Waits until the rows of these services, as REST gives them, say how they stand and what they cost. */
  async agreesWith(services) {
    for (const { name, status, reasons, instances, metering, cost } of services) {
      const word = { running: "Running", creating: "Creating", stopped: "Stopped", not_enabled: "Not enabled" }[status];
      const why = { disabled: "by hand", overdue: "overdue payment", creation_failed: "could not be created" };
      const counts = metering === "gpu_seconds" ? [`${instances.running} / ${instances.wanted}`] : [];
      await this.rowSays(name, word, ...reasons.map((reason) => why[reason]), ...counts);
      await soon(async () => assertSame(await this.cost(name), cost.month_to_date, `what ${name} cost this month`));
    }
  }

  /** What a service's row says that it cost this month. */
  async cost(name) {
    const heads = await this.table.getByRole("columnheader").allInnerTexts();
    const place = heads.findIndex((head) => head.includes("this month"));
    assert.ok(place > 0, `there is a column of this month among: ${heads.join(" | ")}`);
    const cells = this.row(name).getByRole("cell").or(this.row(name).getByRole("rowheader"));
    return amountIn(await textOf(cells.nth(place)));
  }
}

/** The form that makes a service. */
export class NewServiceView {
  constructor(console) {
    this.console = console;
    const { view } = console;
    this.name = view.getByRole("textbox", { name: "Name", exact: true });
    this.model = view.getByLabel("Model", { exact: true });
    this.instances = view.getByRole("textbox", { name: "Instances", exact: true });
    this.price = view.getByRole("region", { name: "Price" });
    this.make = view.getByRole("button", { name: "Make the service" });
  }

  /** Takes one of a few choices, by the beginning of its name. */
  choose(name) {
    return this.console.view.getByRole("radio", { name: new RegExp(`^${name}`) }).check();
  }
}

/** The account, and the dialog of a payment. */
export class AccountView {
  constructor(console) {
    this.console = console;
  }

  /** Opens the dialog and types an amount. */
  async beginTopUp(amount) {
    await this.console.view.getByRole("button", { name: "Top up", exact: true }).click();
    const dialog = await this.console.dialog("Record a top-up");
    await dialog.getByRole("textbox", { name: /^Amount, / }).fill(amount);
    return dialog;
  }

  /** Records what is typed, by typing it again. */
  async record(dialog, amount) {
    const record = dialog.getByRole("button", { name: `Record ${amount} USD`, exact: true });
    assert.equal(await record.isDisabled(), true, "it is confirmed first");
    await dialog.getByRole("textbox", { name: `It can't be taken back. Type ${amount} again to record it.` }).fill(amount);
    await record.click();
    await this.console.dialogIsGone();
  }
}

/** One service. */
export class ServiceView {
  constructor(console) {
    this.console = console;
    const { view } = console;
    this.enable = view.getByRole("button", { name: "Enable", exact: true });
    this.disable = view.getByRole("button", { name: "Disable", exact: true });
    this.instances = view.getByRole("region", { name: "Instances", exact: true });
  }

  tab(name) {
    return this.console.view.getByRole("tab", { name, exact: true });
  }

  scaleTo(count) {
    return this.console.view.getByRole("button", { name: `Scale to ${count}`, exact: true });
  }

  /** Waits until the service stands so: `"Running"`, or `"Stopped"` and the words of its reasons. */
  async statusIs(word, ...more) {
    await soon(async () => {
      const text = await textOf(this.console.view.getByRole("paragraph").filter({ hasText: STATUS }).first());
      assert.ok(text.startsWith(word) && more.every((one) => text.includes(one)), `${word} ${more.join(" ")}: ${text}`);
    });
  }

  /** Waits until an hour costs this, and the month came to what REST says. */
  async costs(perHour, monthToDate) {
    await this.console.figureIs(/^Now, USD per hour/, perHour);
    await this.console.figureIs("This month so far", monthToDate);
  }

  /** Enables it by its button and the dialog, and waits until it is said. */
  async enableIt(name) {
    await this.enable.click();
    await this.console.confirm(`Enable ${name}`, "Enable");
    await this.console.toast(`${name} is enabled.`);
  }
}

/** One bill. */
export class BillView {
  constructor(console) {
    this.console = console;
    const { view } = console;
    this.lines = view.getByRole("table", { name: "Lines", exact: true });
    this.verification = view.getByRole("region", { name: "Verify this bill" });
    this.files = view.getByRole("group", { name: "Files of this bill" });
  }

  /** Verifies the bill, and waits for what comes out. */
  async verify(verdict) {
    await this.verification.getByRole("button", { name: /^Verify/ }).click();
    await this.verification.getByText(verdict).waitFor();
    return textOf(this.verification);
  }

  /** The amounts of the lines, from the top, then exact total, rounding and payable. */
  async amounts() {
    const cells = await this.lines.getByRole("row").evaluateAll((rows) => rows.map((row) => row.lastElementChild?.innerText ?? ""));
    return cells.slice(1).map(amountIn);
  }

  /** Opens the line of this service and item. */
  async open(service, item) {
    const name = this.console.page.getByRole("button", { name: service, exact: true });
    await this.lines.getByRole("row").filter({ has: name }).filter({ hasText: item }).first().getByRole("button").first().click();
  }

  /** The rows of the table behind the open line, which has a column of this name. */
  async rowsBehind(column) {
    const head = this.console.page.getByRole("columnheader", { name: column, exact: true });
    const behind = this.lines.getByRole("table").filter({ has: head });
    await behind.waitFor();
    const rows = await behind.getByRole("row").allInnerTexts();
    return rows.slice(1).map((row) => row.replace(/\s+/g, " ").trim());
  }
}
