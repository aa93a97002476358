// Sections under headings become tabs; without this script they stand one below the other.

/** Makes tabs of the sections below `root` that have the class `tab-panel`, under their headings' words. */
export function makeTabs(root: HTMLElement): void {
  const panels = [...root.querySelectorAll<HTMLElement>(":scope > .tab-panel")];
  const list = document.createElement("div");
  list.className = "tabs";
  list.role = "tablist";
  list.setAttribute("aria-label", root.dataset.label!);
  const tabs = panels.map((panel) => {
    const heading = panel.querySelector<HTMLElement>(":scope > h3")!;
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `${panel.id}-tab`;
    tab.role = "tab";
    tab.textContent = heading.textContent;
    tab.setAttribute("aria-controls", panel.id);
    panel.role = "tabpanel";
    panel.setAttribute("aria-labelledby", tab.id);
    heading.hidden = true;
    return tab;
  });
  const choose = (chosen: number) => {
    tabs.forEach((tab, index) => {
      tab.ariaSelected = `${index === chosen}`;
      tab.tabIndex = index === chosen ? 0 : -1;
      panels[index]!.hidden = index !== chosen;
    });
  };
  list.addEventListener("click", ({ target }) => {
    const index = tabs.indexOf(target as HTMLButtonElement);
    if (index >= 0) {
      choose(index);
    }
  });
  list.addEventListener("keydown", (event) => {
    const index = tabs.indexOf(event.target as HTMLButtonElement);
    const last = tabs.length - 1;
    const next = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index === 0 ? last : index - 1, Home: 0, End: last }[
      event.key
    ];
    if (next !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      choose(next);
      tabs[next]!.focus();
    }
  });
  list.append(...tabs);
  panels[0]!.before(list);
  choose(0);
}
