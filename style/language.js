// Runs before the page is painted: it says in which language the page is read, so that the text in the HTML which is in
// another one is not shown. The pages' programs keep the choice under the same key.
(function () {
  "use strict";

  var tag = null;
  try {
    tag = window.localStorage.getItem("tiermeter.language");
  } catch (refused) {
    // A browser that keeps nothing for this page is asked for its own language.
  }
  tag = tag || window.navigator.language || "";
  document.documentElement.setAttribute("lang", /^zh/i.test(tag) ? "zh-CN" : "en");
})();
