"""A throw-away PostgreSQL for a test: a cluster in a folder of its own behind a Unix socket, gone afterwards.

  with cluster.start() as pg:
      pg.url("demo")      the connection string of a database, made when it is first asked for
      pg.psql("demo", "SELECT 1")

initdb refuses root, so as root the cluster runs as the user postgres that Debian's package makes. It does not wait for
the disk (fsync is off) unless it is asked to: what is tested is the program, not the disk."""
import glob, os, pwd, shutil, subprocess, sys, tempfile

BIN = sorted(glob.glob("/usr/lib/postgresql/*/bin"))


def why_not():
    """Why a test of PostgreSQL must be skipped here, or None."""
    if not BIN:
        return "PostgreSQL is not installed"
    if os.getuid() == 0 and "postgres" not in [p.pw_name for p in pwd.getpwall()]:
        return "there is no user postgres, and initdb refuses root"
    return None


def skip_if_absent():
    """Ends the test as skipped where there is no PostgreSQL."""
    if why_not():
        print(f"1..1\nok 1 - # SKIP {why_not()}")
        sys.exit(0)


def run(program, *words, text=None):
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.getuid() == 0 else []
    return subprocess.run([*user, f"{BIN[-1]}/{program}", *words], input=text, capture_output=True, text=True, cwd="/")


class Cluster:
    def __init__(self, settings=(), is_durable=False):
        self.folder = tempfile.mkdtemp(prefix="grata-pg-", dir="/tmp")  # a socket's path must be short
        self.data = os.path.join(self.folder, "data")
        self.settings, self.is_durable, self.made = list(settings), is_durable, set()

    def start(self):
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        os.chmod(self.folder, 0o755)
        p = run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        return p if p.returncode else self.up()

    def up(self):
        words = [f"-k {self.folder}", "-h ''", *(f"-c {s}" for s in self.settings)]
        if not self.is_durable:
            words += ["-F", "-c full_page_writes=off", "-c synchronous_commit=on"]
        return run("pg_ctl", "-D", self.data, "-w", "-l", self.folder + "/log", "-o", " ".join(words), "start")

    def stop(self, mode="immediate"):
        run("pg_ctl", "-D", self.data, "-m", mode, "stop")

    def url(self, name):
        if name not in self.made:
            p = self.psql("postgres", f'CREATE DATABASE "{name}"')
            assert p.returncode == 0, p.stderr
            self.made.add(name)
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def psql(self, name, text):
        return run("psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "postgres", "-d", name, text=text)

    def __enter__(self):
        p = self.start()
        if p.returncode:
            self.__exit__()
            raise RuntimeError(p.stdout + p.stderr)
        return self

    def __exit__(self, *unused):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def start(settings=(), is_durable=False):
    return Cluster(settings, is_durable)
