"""WordPress of Debian's packages with a database of its own, for one test: nothing of it is
installed, listens elsewhere than here, or stays."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path("/usr/share/wordpress")
THEMES = Path("/usr/share/wordpress/wp-content/themes")
PLUGIN = Path(__file__).resolve().parents[2] / "seeds" / "wordpress" / "moderato.php"
PROGRAMS = ("php", "mariadbd", "mariadb-install-db", "mariadb")
PACKAGES = "wordpress wordpress-theme-twentytwentythree php-cli php-mysql mariadb-server"
_START_SECONDS = 120

CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{address}'); define('WP_SITEURL', '{address}');
define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords without https
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_ACCESSIBLE_HOSTS', '127.0.0.1');
define('MODERATO_URL', '{moderato}'); define('MODERATO_KEY', '{key}');
foreach (array('AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT',
    'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT') as $name) {{ define($name, 'x' . $name); }}
$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
INSTALL = """<?php
$_SERVER['HTTP_HOST'] = '127.0.0.1'; $_SERVER['REQUEST_URI'] = '/';
define('WP_INSTALLING', true);
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
function wp_new_blog_notification() {} // it would send mail
wp_install('Harbour Post', 'editor', 'editor@example.org', true, '', 'a long password');
foreach (array('comments_notify', 'moderation_notify', 'comment_moderation',
    'comment_previously_approved', 'show_avatars') as $name) { update_option($name, 0); }
activate_plugin('moderato/moderato.php');
list($password) = WP_Application_Passwords::create_new_application_password(
    1, array('name' => 'moderato'));
echo "PASSWORD=$password\\n";
"""
QUIET = """<?php
add_filter('comment_flood_filter', '__return_false', 100); // two readers behind one address
remove_action('wp_head', 'print_emoji_detection_script', 7); // it would ask another machine
"""


def lacking() -> str:
    """What stands in the way of running WordPress here; empty where nothing does."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if not (SOURCE / "wp-load.php").is_file() or not list(THEMES.glob("*/theme.json")):
        missing.append("WordPress")
    return f"{', '.join(missing)} not here (Debian: apt install {PACKAGES})" if missing else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class WordPress:
    """One site, in ``folder``; it sends its comments to ``moderato`` under ``key``."""

    folder: Path
    moderato: str
    key: str
    password: str = ""
    processes: list[subprocess.Popen[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._socket = self.folder / "m.sock"
        self._tree = self.folder / "site"

    def start(self) -> None:
        """Make the database and the site, and serve it."""
        self._start_database()
        shutil.copytree(SOURCE, self._tree, ignore_dangling_symlinks=True)
        plugin = self._tree / "wp-content" / "plugins" / "moderato"
        plugin.mkdir()
        shutil.copy(PLUGIN, plugin)
        quiet = self._tree / "wp-content" / "mu-plugins"
        quiet.mkdir()
        (quiet / "quiet.php").write_text(QUIET)
        config = self._tree / "wp-config.php"
        config.unlink(missing_ok=True)
        config.write_text(
            CONFIG.format(
                socket=self._socket, address=self.address, moderato=self.moderato, key=self.key
            )
        )
        (self._tree / "install.php").write_text(INSTALL)
        written = self._php("install.php")
        self.password = written.partition("PASSWORD=")[2].strip()
        assert self.password, written[-2_000:]
        self._run(
            [
                "php",
                "-d",
                "opcache.enable=0",
                "-S",
                f"127.0.0.1:{self.port}",
                "-t",
                str(self._tree),
            ],
            {"PHP_CLI_SERVER_WORKERS": "4"},
        )
        self._await(lambda: urllib.request.urlopen(f"{self.address}/?p=1", timeout=20).close())

    def run_scheduled(self) -> None:
        """Do what WordPress has put off, as if its time had come."""
        (self._tree / "due.php").write_text(
            "<?php require __DIR__ . '/wp-load.php';"
            "foreach (_get_cron_array() as $at => $hooks) foreach ($hooks['moderato_send_again']"
            " ?? array() as $event) { wp_unschedule_event($at, 'moderato_send_again',"
            " $event['args']); do_action_ref_array('moderato_send_again', $event['args']); }"
        )
        self._php("due.php")

    def stop(self) -> None:
        """End everything."""
        for process in reversed(self.processes):
            # Its group, since PHP's workers outlive the process that made them.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            process.wait(30)

    def _start_database(self) -> None:
        data = self.folder / "data"
        user = [] if os.geteuid() else ["--user=root"]
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db",
             "--auth-root-authentication-method=normal", *user],
            check=True, capture_output=True,
        )  # fmt: skip
        self._run(
            ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={self._socket}",
             "--skip-networking", f"--pid-file={self.folder}/m.pid", "--skip-name-resolve",
             "--innodb-flush-log-at-trx-commit=0", *user],
            {},
        )  # fmt: skip
        client = ["mariadb", "--no-defaults", f"--socket={self._socket}", "-u", "root", "-e"]
        self._await(
            lambda: subprocess.run(
                [*client, "CREATE DATABASE IF NOT EXISTS wordpress"],
                check=True,
                capture_output=True,
            )
        )

    def _php(self, script: str) -> str:
        done = subprocess.run(["php", script], cwd=self._tree, capture_output=True, text=True)
        assert done.returncode == 0, (done.stdout + done.stderr)[-2_000:]
        return done.stdout

    def _run(self, command: list[str], environment: dict[str, str]) -> None:
        with (self.folder / "log").open("ab") as log:
            self.processes.append(
                subprocess.Popen(
                    command,
                    env={**os.environ, **environment},
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def _await(self, attempt: Any) -> None:
        until = time.monotonic() + _START_SECONDS
        while True:
            try:
                attempt()
                return
            except (OSError, subprocess.CalledProcessError):
                ended = any(process.poll() is not None for process in self.processes)
                if ended or time.monotonic() > until:
                    pytest.fail((self.folder / "log").read_text()[-2_000:])
                time.sleep(0.3)
