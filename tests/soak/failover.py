#!/usr/bin/env python3
"""The primary is killed under load and its synchronous standby promoted, round after round: nothing that was acknowledged
is lost, nothing is done twice, and writing goes on within seconds. Rounds: the first argument, else 20. On the release
build. Prints the outages; ends with 1 when something does not hold."""
import os, shutil, signal, statistics, subprocess, sys, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ.setdefault("GRATA_BUILD", os.path.join(ROOT, "build/release"))
sys.path.insert(0, os.path.join(ROOT, "tests"))
import cluster, two_servers

LIMIT_S, WRITERS, LOAD_S = 3.0, 4, 1.5
SETTINGS = ["wal_retrieve_retry_interval=200ms", "max_wal_senders=4", "hot_standby=on"]


def settle(node, names):
    """Whom a commit waits for. Patroni and its like do the same when a standby comes and goes."""
    for sql in (f"ALTER SYSTEM SET synchronous_standby_names = '{names}'", "SELECT pg_reload_conf()"):
        p = node.psql("postgres", sql)
        assert p.returncode == 0, p.stderr


def wait_for(what, seconds=30):
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, "waited too long"
        time.sleep(0.02)


def standby_of(primary, node):
    """Makes the node anew as a standby of the primary, in its own folder and behind its own socket."""
    shutil.rmtree(node.data, ignore_errors=True)
    if os.getuid() == 0:
        shutil.chown(node.folder, "postgres", "postgres")
    os.chmod(node.folder, 0o755)
    p = cluster.run("pg_basebackup", "-D", node.data, "-h", primary.folder, "-U", "postgres", "-R", "-X", "stream", "-c", "fast")
    assert p.returncode == 0, p.stderr
    p = node.up()
    assert p.returncode == 0, p.stderr
    settle(primary, "*")
    wait_for(lambda: primary.psql("postgres", "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").stdout.strip() == "1")


def kill(node):
    """The postmaster and all of its processes at once, as when the machine is gone."""
    pid = int(open(os.path.join(node.data, "postmaster.pid")).readline())
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    for one in [pid, *map(int, children)]:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            pass


class Writer:
    """Enters demands one after the other; sends a form again until it is known that it was done."""

    def __init__(self, server, n):
        self.client = two_servers.Client([server], "desk.officer", n)
        self.n, self.acknowledged, self.times, self.again_n, self.stop, self.fault = n, [], [], 0, False, None

    def enter(self, words):
        c, fields = self.client, None
        while not fields:
            fields = c.form("/talks/new", "/talks/new")[0]
            time.sleep(0 if fields else 0.05)
        fields.update({"form": "demand", "by": "GB", "to_states": "RU", "from": "2021-06-18", "says": words, "source": "failover",
                       "unpublished": "1"})
        while True:
            status, _ = c.ask("POST", "/talks/new", fields)
            if status in (302, 303, 409):
                break
            self.again_n += 1
            time.sleep(0.05)
        self.acknowledged.append(words)
        self.times.append(time.monotonic())

    def run(self):
        try:
            self.client.sign_in()
            k = 0
            while not self.stop:
                k += 1
                self.enter(f"demand {self.n}.{k}")
        except Exception as e:  # a thread's failure is the test's
            self.fault = f"{type(e).__name__}: {e}"


class Told:
    """What a run showed."""

    def __init__(self, outages, writers, there, is_whole):
        acknowledged = [words for w in writers for words in w.acknowledged]
        self.rounds_n, self.p50_s, self.max_s = len(outages), statistics.median(outages), max(outages)
        self.done_n, self.again_n = len(acknowledged), sum(w.again_n for w in writers)
        self.lost_n, self.doubled_n = len(set(acknowledged) - set(there)), len(there) - len(set(there))
        self.faults, self.is_whole = [w.fault for w in writers if w.fault], is_whole

    def is_good(self):
        return self.done_n > 0 and not self.lost_n and not self.doubled_n and not self.faults and self.is_whole and self.max_s <= LIMIT_S

    def sentence(self):
        return " ".join([f"{self.rounds_n} rounds: {self.done_n} deeds acknowledged, {self.lost_n} lost, {self.doubled_n} doubled, "
                         f"{self.again_n} sent again; outage p50 {self.p50_s:.2f} s, max {self.max_s:.2f} s; "
                         f"the log is {'whole' if self.is_whole else 'NOT whole'}", *self.faults])


def lose_the_primary(primary, standby, writers):
    """Seconds from the kill to the first deed that the promoted standby acknowledged."""
    killed = time.monotonic()
    kill(primary)
    p = cluster.run("pg_ctl", "-D", standby.data, "-w", "promote")
    assert p.returncode == 0, p.stdout + p.stderr
    promoted = time.monotonic()  # an answer before that was on its way when the primary died
    settle(standby, "")
    wait_for(lambda: any(w.times and w.times[-1] > promoted for w in writers) or any(w.fault for w in writers))
    return min(t for w in writers for t in w.times if t > promoted) - killed


def run(rounds):
    nodes = [cluster.Cluster(SETTINGS, is_durable=True) for _ in range(2)]
    outages, server = [], None
    try:
        p = nodes[0].start()
        assert p.returncode == 0, p.stderr
        nodes[0].url("load")
        standby_of(*nodes)
        url = f"postgresql://postgres@/load?host={nodes[0].folder},{nodes[1].folder}&target_session_attrs=read-write"
        assert two_servers.grata("demo", "load", "--db", url)[0] == 0
        server = two_servers.Server(url)
        writers = [Writer(server, n) for n in range(WRITERS)]
        threads = [threading.Thread(target=w.run, daemon=True) for w in writers]
        for t in threads:
            t.start()
        primary, standby = nodes
        for _ in range(rounds):
            time.sleep(LOAD_S)
            outages.append(lose_the_primary(primary, standby, writers))
            print(f"round {len(outages)}: {outages[-1]:.2f} s", flush=True)
            primary, standby = standby, primary
            standby_of(primary, standby)
        for w in writers:
            w.stop = True
        for t in threads:
            t.join()
        there = primary.psql("load", "SELECT says FROM talks_item WHERE source = 'failover'").stdout.split("\n")[:-1]
        code, _ = two_servers.grata("db", "check", "--db", url)
        server.stop()
        return Told(outages, writers, there, code == 0)
    finally:
        if server and server.process.poll() is None:  # something went wrong: what the server said of it
            server.process.kill()
            print(server.heard()[-3000:])
        for node in nodes:
            node.__exit__()


def main():
    if cluster.why_not():
        print(f"skipped: {cluster.why_not()}")
        return 0
    told = run(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    print(told.sentence())
    return 0 if told.is_good() else 1


if __name__ == "__main__":
    sys.exit(main())
