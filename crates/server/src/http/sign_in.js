// Changes the secret of a one-time link into a session, takes it out of the address and the history, and goes on to
// the view of the console that was wanted before, or to the overview. Where somebody is signed in already it asks first:
// the link may be another account's, which nobody can tell before it is used up. It speaks the language that the console
// keeps in this browser, else the browser's.
const LANGUAGE_KEY = "tiermeter.language";
const WANTED_KEY = "tiermeter.wanted";
const SIGNED_IN_KEY = "tiermeter.signed-in";
const WANTED_FOR_MS = 3_600_000;
const WORDS = {
  en: {
    title: "Sign in",
    checking: "One moment: the link is being checked.",
    console: "Console",
    reference: "Reference of the API",
    prices: "Prices",
    signedIn: "You are signed in. The console is opening.",
    isSignedIn: (name) => `You are signed in as ${name} in this browser. Use this link instead?`,
    leadsTo: "The link signs in whoever it was made for. If that is another account, every tab of the console in this browser goes over to it.",
    use: "Use this link",
    stay: (name) => `Stay signed in as ${name}`,
    needsLink: "This page needs a sign-in link. The server prints one at its first start.",
    used: "This link was used before, or is too old. Ask the operator of the server for another one.",
    notChecked: "The server could not check the link. Reload the page with the link to try again.",
    noAnswer: "The server does not answer. Open the link again when it runs.",
  },
  "zh-CN": {
    title: "登录",
    checking: "请稍候：正在检查链接。",
    console: "控制台",
    reference: "API 参考",
    prices: "价格",
    signedIn: "您已登录，正在打开控制台。",
    isSignedIn: (name) => `您已在此浏览器中以 ${name} 登录。要改用此链接吗？`,
    leadsTo: "此链接会登录到为其创建的账户。如果那是另一个账户，此浏览器中控制台的所有标签页都会切换过去。",
    use: "使用此链接",
    stay: (name) => `继续以 ${name} 登录`,
    needsLink: "此页面需要登录链接。服务器首次启动时会输出一个链接。",
    used: "此链接已被使用或已过期。请向服务器的运营方索取新的链接。",
    notChecked: "服务器无法检查此链接。请用该链接重新加载页面再试。",
    noAnswer: "服务器没有响应。请在服务器运行后再次打开此链接。",
  },
};
const words = speak(language());
const told = document.getElementById("told");
const question = document.getElementById("question");
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

/** The language that the console keeps, else the browser's; English for all that there are no words of. */
function language() {
  let tag = null;
  try {
    tag = localStorage.getItem(LANGUAGE_KEY);
  } catch {
    // A browser that keeps nothing for this page is asked for its own language.
  }
  return /^zh/i.test(tag || navigator.language || "") ? "zh-CN" : "en";
}

/** Says in a language what stands in the page already; gives its words. */
function speak(tag) {
  const words = WORDS[tag];
  document.documentElement.lang = tag;
  document.title = `${words.title} · Tiermeter`;
  for (const element of document.querySelectorAll("[data-words]")) {
    element.textContent = words[element.dataset.words];
  }
  return words;
}

/** Whether who signed in is whose session had ended, where the console knew whose that was. */
async function isFor(account) {
  if (account === undefined || account === null) {
    return true;
  }
  const answer = await fetch("/api/v1/session");
  return answer.ok && (await answer.json()).account.id === account;
}

/** Where to go: what the console kept for somebody who was not signed in, once, within an hour and only a view of its own. */
async function destination() {
  try {
    const kept = localStorage.getItem(WANTED_KEY);
    localStorage.removeItem(WANTED_KEY);
    const { address, at, account } = JSON.parse(kept);
    const { origin, pathname, search, hash } = new URL(address, location.origin);
    const age = Date.now() - Date.parse(at);
    const isNew = age >= 0 && age < WANTED_FOR_MS;
    const isView = pathname === "/console" || pathname.startsWith("/console/");
    const isOther = pathname.startsWith("/console/sign-in") || pathname.startsWith("/console/files/");
    const isOwn = isNew && origin === location.origin && isView && !isOther && (await isFor(account));
    return isOwn ? `${pathname}${search}${hash}` : "/console";
  } catch {
    // Nothing was kept, it is not what the console keeps, or nobody says for whom it is.
    return "/console";
  }
}

/** Lets the console's other tabs know. */
function tellOtherTabs() {
  try {
    localStorage.setItem(SIGNED_IN_KEY, new Date().toISOString());
  } catch {
    // They look when somebody turns to them.
  }
}

/** Leaves for the console; going back does not lead here again. */
async function goOn() {
  tellOtherTabs();
  location.replace(await destination());
  return words.signedIn;
}

/** Asks whether the link is to take the place of the session that there is. */
function ask(name) {
  const [use, stay] = [document.getElementById("use"), document.getElementById("stay")];
  stay.textContent = words.stay(name);
  use.addEventListener("click", () => answer(signIn));
  // The link stays as it is, and can be used in another browser.
  stay.addEventListener("click", () => answer(goOn));
  question.hidden = false;
  return words.isSignedIn(name);
}

/** Does what was chosen, once. The buttons go, and the focus with them to what is said. */
async function answer(choice) {
  question.hidden = true;
  told.textContent = words.checking;
  told.focus();
  told.textContent = await tried(choice);
}

/** Uses the link up. */
async function signIn() {
  const response = await fetch("/api/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (response.ok) {
    return await goOn();
  }
  return response.status === 401
    ? words.used
    : words.notChecked;
}

async function begin() {
  const session = await fetch("/api/v1/session");
  if (session.ok) {
    return token === ""
      ? await goOn()
      : ask((await session.json()).account.name);
  }
  if (token === "") {
    return words.needsLink;
  }
  return session.status === 401
    ? await signIn()
    : words.notChecked;
}

/** What there is to say in the end. */
async function tried(doing) {
  try {
    return await doing();
  } catch {
    return words.noAnswer;
  }
}

told.textContent = await tried(begin);
