// In the page this tells where it lies, since its name carries a hash that nothing else knows. In a worker it starts
// the page's program, and hands it the first message when it is there.
(function () {
  "use strict";

  if (typeof document === "object") {
    document.documentElement.setAttribute("data-worker", document.currentScript.src);
    return;
  }
  self.onmessage = function (event) {
    self.onmessage = null;
    var parts = event.data;
    import(parts.script)
      .then(function (program) {
        return program.default({ module_or_path: parts.wasm });
      })
      .then(function () {
        // The program listens now.
        self.dispatchEvent(new MessageEvent("message", { data: parts.job }));
      })
      .catch(function (reason) {
        self.postMessage([{ stopped: String((reason && reason.message) || reason) }]);
      });
  };
})();
