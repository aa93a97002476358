// Runs before the page is painted and before its program is there: it applies the kept theme, and says why the
// calculator (or the console, which has words of its own) does not start, where that is so. Plain old JavaScript, so that a browser without WebAssembly can
// still read it.
(function () {
  "use strict";

  try {
    var theme = window.localStorage.getItem("tiermeter.theme");
    if (theme === "light" || theme === "dark") {
      document.documentElement.setAttribute("data-theme", theme);
    }
  } catch (refused) {
    // A browser that keeps nothing for this page follows the system.
  }

  var failed = false;

  function whenParsed(act) {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", act);
    } else {
      act();
    }
  }

  // The program takes #loading away when it has mounted the page.
  function note() {
    return document.getElementById("loading") && document.getElementById("boot-note");
  }

  function fail(reason) {
    if (failed) {
      return;
    }
    failed = true;
    whenParsed(function () {
      var place = note();
      if (place) {
        place.textContent = (place.getAttribute("data-failed") || "The calculator could not start: ") + reason;
        place.className = "refused";
      }
    });
  }

  // A program that panics leaves a page that looks alive and is not.
  function stop() {
    if (failed) {
      return;
    }
    failed = true;
    var banner = document.createElement("p");
    banner.className = "refused stopped";
    banner.setAttribute("role", "alert");
    banner.textContent = "The page stopped because of a fault in it. Reload it to go on.";
    document.body.insertBefore(banner, document.body.firstChild);
    // No amount of a dead program stays in sight.
    var main = document.querySelector("main");
    if (main) {
      main.hidden = true;
    }
  }

  function onFault(error, words) {
    if (note() || document.readyState === "loading") {
      fail(words);
    } else if (typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError) {
      stop();
    }
  }

  window.addEventListener(
    "error",
    function (event) {
      if (event.target && event.target !== window && event.target.nodeName) {
        onFault(null, "a part of the page could not be loaded. Reload it to try again.");
      } else {
        onFault(event.error, String(event.message));
      }
    },
    true
  );
  window.addEventListener("unhandledrejection", function (event) {
    onFault(event.reason, String((event.reason && event.reason.message) || event.reason));
  });
  document.addEventListener("securitypolicyviolation", function (event) {
    if (event.disposition === "enforce") {
      onFault(null, "the page's security policy refused a part of it (" + event.violatedDirective + ").");
    }
  });

  if (typeof WebAssembly === "object") {
    whenParsed(function () {
      var place = note();
      if (place && !failed) {
        place.textContent = place.getAttribute("data-loading") || "The calculator is loading …";
      }
    });
  } else {
    fail("this browser has no WebAssembly, or it is switched off.");
  }
})();
