// Makes the pages work offline after the first visit: the service worker keeps this page once it has been loaded.
(function () {
  "use strict";

  if (!("serviceWorker" in window.navigator)) {
    return;
  }
  window.addEventListener("load", function () {
    var workers = window.navigator.serviceWorker;
    workers
      .register("/service-worker.js")
      .then(function () {
        return workers.ready;
      })
      .then(function (registration) {
        registration.active.postMessage({ keep: window.location.pathname });
      })
      .catch(function () {
        // Where the browser refuses it, the page needs the network; nothing else changes.
      });
  });
})();
