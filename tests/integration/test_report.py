# SPDX-License-Identifier: GPL-3.0-or-later
"""A report whose every text tries to run or to load something, opened in a real browser and printed."""
import html
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import unittest

BIN = pathlib.Path(os.environ["BINNACLE_BIN"])


class Listener:
    """A proxy that answers nothing and remembers that it was asked."""

    def __init__(self):
        self.asked = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    self.asked.append(connection.recv(4096).decode("utf-8", "replace"))
                except OSError:
                    self.asked.append("")

    def close(self):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join(5)


class ReportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        subprocess.run([BIN / "report_samples", cls.folder], check=True, timeout=60, capture_output=True,
                       env=dict(os.environ, QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=str(cls.folder)))

    def setUp(self):
        self.listener = Listener()
        self.addCleanup(self.listener.close)

    def dom_of(self, file):
        browser = shutil.which("chromium") or shutil.which("chromium-browser")
        self.assertIsNotNone(browser, "a chromium must be installed")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            shown = subprocess.run(
                [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-default-apps",
                 "--disable-extensions", "--disable-domain-reliability", f"--user-data-dir={profile}",
                 f"--proxy-server=127.0.0.1:{self.listener.port}", "--virtual-time-budget=5000",
                 "--dump-dom", file.as_uri()],
                capture_output=True, text=True, timeout=90, check=True)
        return shown.stdout

    def asked_for_canaries(self):
        # The browser's own errands (its maker's hosts) are not the page's.
        return [request for request in self.listener.asked if "canary" in request]

    def test_nothing_runs_and_nothing_is_asked_for(self):
        dom = self.dom_of(self.folder / "canaries.html")

        title = re.search(r"<title>(.*?)</title>", dom, re.DOTALL).group(1)
        self.assertTrue(title.startswith("Incident report: shop"), title[:80])
        self.assertEqual(re.findall(r"<(?:script|iframe|object|embed|link|form|video|audio|svg|base)\b", dom), [])
        self.assertEqual(self.asked_for_canaries(), [])
        self.assertIn("<script>document.title='canary'</script>", html.unescape(dom))
        self.assertEqual(html.unescape(dom).count("http://canary.example/21.png") > 0, True)

    def test_the_listener_would_have_seen_a_request(self):
        page = self.folder / "control.html"
        page.write_text('<img src="http://canary.example/control.png">', encoding="utf-8")

        self.dom_of(page)

        self.assertTrue(self.asked_for_canaries())

    def test_the_printed_report_holds_the_same_figures(self):
        dom = html.unescape(re.sub(r"<[^>]+>", " ", self.dom_of(self.folder / "shop.html")))
        printed = subprocess.run(["pdftotext", "-layout", self.folder / "shop.pdf", "-"], capture_output=True,
                                 text=True, timeout=30, check=True).stdout
        markdown = (self.folder / "shop.md").read_text(encoding="utf-8")

        for figure in ("27.8 %", "31,320", "608 ms", "3.66 s", "UO × 20", "c-12", "weights.payment-v2",
                       "JSON web tokens"):
            for document in (dom, printed, markdown):
                self.assertIn(figure, document)
        self.assertIn("Page 1 of", printed)


if __name__ == "__main__":
    unittest.main()
