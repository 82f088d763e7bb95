# SPDX-License-Identifier: GPL-2.0-only
"""Scenes of the slow path: what their records say, against what the kernel shows
elsewhere."""
import collections
import re

from given import decides, text
from lowmark_test import PRIORITIES
from scene import counted, since, zones_of


def policy(scene):
    wrong, seen, tasks = [], set(), text("policy.tasks").splitlines()
    if not tasks:
        print("ok policy # SKIP no numactl; scripts/deps vm installs it")
        return
    for line in tasks:
        pid, shown, *rest = line.split()
        if rest and rest[0].startswith("(many)"):
            shown += rest[0].replace("(many)", "-many")
        elif shown == "weighted":
            shown += "-" + rest[0]
        name, _, nodes = shown.partition(":")
        name = name.replace("prefer", "preferred")
        first = int(re.split("[,-]", nodes)[0]) if nodes else None
        begins = scene.all("slow_begin", pid=int(pid), order=10)
        if [(e["policy"], e["policy_node"]) for e in begins] != \
                [(name, first)]:
            wrong.append((shown, *begins))
        seen.add((name, first))
    new = {("preferred-many", 0): since(5, 15), ("weighted-interleave", 0): since(6, 9)}
    scene.judge(not wrong and len(seen) == 6 + sum(new.values()) and
                all((which in seen) == there for which, there in new.items()),
                "each task's policy and its first node are those of numa_maps",
                *wrong, seen)


def rounds(scene):
    """Each run of the task: its end, and its questions whether to go on, as they
    are recorded and as the kernel tells them."""
    for begin, end in scene.runs(order=10):
        yield (end, *[sum(begin["time_ns"] <= e["time_ns"] <= end["time_ns"]
                          for e in events)
                      for events in (
            scene.own("reclaim_retry") + scene.own("compact_retry"),
            [e for e in scene.theirs("reclaim_retry_zone") +
             scene.theirs("compact_retry") if e["common_pid"] == scene.pid])])


def gaveup(scene):
    told = [(end["result"], {"NORETRY", "RETRY_MAYFAIL"} & set(end["gfp"].split("|")),
             end["reclaims"] + end["compactions"] > 0, ours, theirs)
            for end, ours, theirs in rounds(scene)]
    scene.judge(told[:2] == [("failed", {"NORETRY"}, True, 0, 0),
                             ("failed", set(), True, 0, 0)],
                "told not to retry, or costly, it fails without asking", *told)
    scene.judge(len(told) == 3 and told[2][1] == {"RETRY_MAYFAIL"} and
                told[2][3] == told[2][4] > 0,
                "what may retry asks as often as the kernel tells", *told)


def insist(scene):
    asked = [e["verdict"] for e in scene.own("compact_retry", order=3)]
    kernel = [e["ret"] for e in scene.theirs("compact_retry")
              if e["common_pid"] == scene.pid and e["order"] == 3]
    runs = {end["span"]: (begin["time_ns"], end["time_ns"])
            for begin, end in scene.runs(order=3)}
    retries = [e for e in scene.own("retry", reason="compact") if e["span"] in runs]
    scene.judge(asked == kernel and 1 in asked and len(retries) == sum(asked),
                "it went round again as often as the kernel said that compaction may "
                "still succeed", asked[:9], kernel[:9], *retries[:3])
    compacts = [(e["time_ns"], PRIORITIES[e["priority"]])
                for e in scene.own("compact", order=3)]
    wrong, full = [], 0
    for retry in retries:
        begin, end = runs[retry["span"]]
        before = [level for t, level in compacts if begin < t < retry["time_ns"]]
        after = [level for t, level in compacts if retry["time_ns"] < t < end]
        full += after[:1] == [PRIORITIES["sync-full"]] and before[-1:] > after[:1]
        if after and before and after[0] > before[-1]:
            wrong.append((retry, before, after))
    scene.judge(full and not wrong, "compaction did so with as much effort or more",
                *wrong[:3])


def restart(scene):
    retries = scene.own("retry")
    print(f"# restart: {collections.Counter(e['reason'] for e in retries)}")
    others = [e for e in retries if e["reason"] in ("oom", "unknown")]
    scene.judge(any(e["reason"] == "restart" for e in retries) and not others and
                not scene.all("oom"),
                "a changed cpuset makes runs begin anew, no OOM killer does",
                *others[:3], *retries[:3])
    scene.judge(decides("S4r") or
                not [e for e in retries if e["reason"] == "compacted"],
                "no retry is for what this kernel does not decide",
                *retries[:5])
    begins_anew(scene, retries)


def begins_anew(scene, retries):
    """A run that begins anew compacts with least effort first, and never again later."""
    asked = [e["time_ns"] for e in scene.theirs("mm_compaction_try_to_compact_pages")
             if e["common_pid"] == scene.pid and e["prio"] == 2]
    wrong, off, anew, runs = [], 0, 0, 0
    for begin, end in scene.runs(order=3):
        easy = sum(begin["time_ns"] < t < end["time_ns"] for t in asked)
        if not easy:
            continue # the kernel's events were off
        began = [e["time_ns"] for e in retries
                 if e["span"] == end["span"] and e["reason"] == "restart"]
        # It may have found a page before it has compacted.
        compacted = any(max(began, default=0) < e["time_ns"] < end["time_ns"]
                        for e in scene.own("compact"))
        runs, anew = runs + 1, anew + len(began)
        if easy != len(began) + compacted:
            off += abs(easy - len(began) - compacted)
            wrong.append((easy, len(began), compacted, end))
    print(f"# restart: {runs} runs began anew {anew} times, {off} by mistake or missed")
    # Linux 6.1 to 6.19 ask twice, before they scan and if that was in vain; a change
    # between the kernel's question and the scan is taken for one before it.
    twice = since(6, 1) and not decides("S4r")
    scene.judge(anew and off <= (twice and max(1, anew / 50)),
                "as often as the kernel compacts with least effort", *wrong)


def reserves(scene):
    got = [text("reserves." + name) for name in ("atomic", "memalloc")]
    scene.judge(got == ["1\n"] * 2, "who may go below min got a page", got)
    flags = {"HIGHATOMIC", "MIN_RESERVE"} \
        if "MIN_RESERVE" in text("format") else {"HARDER", "HIGH"}
    atomics = [e for e in scene.own("attempt", order=4)
               if e["gfp"].startswith("GFP_ATOMIC")]
    scene.judge([(e["kind"], e["result"],
                  flags <= set(e["alloc_flags"].split("|"))) for e in atomics] ==
                [("fast", "failed", False), ("slow", "page", True)],
                "the atomic request got it in the slow path, with the flags "
                "that let it", flags, *atomics)
    # Others have scanned once before the loop.
    again = ["reserves"] if decides("S4r") else []
    below = scene.own("attempt", order=0, kind="reserve")
    ends = [e for e in scene.own("slow_end", order=0)
            if "MEMALLOC" in e["gfp"]]
    scene.judge(len(below) == len(ends) == 1 and
                below[0]["result"] == ends[0]["result"] == "page" and
                "NO_WATERMARKS" in below[0]["alloc_flags"] and
                ends[0]["reserves"] == 1 and
                [e["reason"] for e in scene.own("retry")
                 if e["span"] == ends[0]["span"]] == again,
                "MEMALLOC used the reserves, where the loop scans first in its "
                "second round", again, *below, *ends, *scene.own("retry"))
    missed(scene)


def set_aside(name):
    """Pages of node 0's zone that are kept for atomic requests: all of the
    blocks up to 6.11, since then those of them that are free."""
    free, blocks, columns = 0, 0, []
    for line in text(name).splitlines():
        word = line.replace(",", " ").split()
        if word[:5] == ["Node", "0", "zone", "DMA32", "type"] and \
                word[5] == "HighAtomic":
            free = sum(int(n) << order for order, n in enumerate(word[6:]))
        elif word[:4] == ["Node", "0", "zone", "DMA32"] and \
                len(word) > 4 and word[4] != "type":
            blocks = int(word[4 + columns.index("HighAtomic")])
        elif line.startswith("Number of blocks type"):
            columns = word[4:]
    return free, blocks


def missed(scene):
    free, blocks = set_aside("reserves.pagetypeinfo")
    checks = [e for e in scene.own("check", order=1, zone="0:DMA32")
              if e["caller"] == "slow-path"][:1]
    kept = [e["free_pages"] - e["mark_pages"] - e["reserve_pages"] -
            e["margin_pages"] for e in checks]
    print(f"# reserves: {blocks} blocks with {free} free pages, checks "
          f"miss {kept}")
    scene.judge(checks and checks[0]["why"] == "highatomic" and
                not checks[0]["verdict"] and
                kept == [1 + (free if since(6, 12) else 512 * blocks)],
                "who may not missed what is kept for them",
                (free, blocks), *checks)


def unreserve(scene):
    blocks = [set_aside("unreserve." + when)[1] for when in ("pagetypeinfo", "after")]
    runs = [(begin, end) for begin, end in scene.runs(order=0)
            if "RETRY_MAYFAIL" in end["gfp"]]
    spans = {end["span"] for _, end in runs}
    retries = [(e["reason"], e["observed"]) for e in scene.own("retry")
               if e["span"] in spans]
    asked = [e["verdict"] for e in scene.own("reclaim_retry", order=0)]
    kernel = [e["wmark_check"] for e in scene.theirs("reclaim_retry_zone")
              if e["common_pid"] == scene.pid and e["order"] == 0]
    print(f"# unreserve: {text('unreserve.pinned').strip()}, blocks {blocks}, "
          f"{collections.Counter(retries)}, asked {len(asked)}")
    scene.judge(len(runs) == 1 and runs[0][1]["result"] == "page" and
                text("unreserve.got") == "1\n" and blocks == [1, 0] and
                asked == kernel and
                retries == [("reclaim", 1)] * sum(asked) + [("unreserve", 1)],
                "it went round again for what was set aside, as the kernel gave it back",
                blocks, asked, kernel, *retries, *[end for _, end in runs])


def nofail(scene):
    ends = scene.own("slow_end", order=0)[-1:]
    span = ends[0]["span"] if ends else None
    retries = collections.Counter(e["reason"] for e in scene.own("retry")
                                  if e["span"] == span)
    begin = (scene.own("slow_begin", order=0) or [{"time_ns": 0}])[-1]
    attempts = [e for e in scene.own("attempt", order=0, kind="nofail")
                if e["time_ns"] > begin["time_ns"]]
    # Each is one in the task's cpuset, and one anywhere.
    failed = [e for e in attempts if e["result"] == "failed" and
              "CPUSET" not in e["alloc_flags"]]
    print(f"# nofail: {dict(retries)}, {len(attempts)} last resorts")
    scene.judge(text("nofail.got") == "1\n" and ends and
                ends[0]["result"] == "page" and
                ends[0]["zone"] in zones_of(0) and
                "NOFAIL" in ends[0]["gfp"], "it got its page", *ends)
    scene.judge(len(failed) >= 20 and retries["nofail"] == len(failed),
                "it went round once for each last resort that failed, until "
                "pages were given back",
                retries, *attempts[:4], *ends)


def oom(scene):
    kills = counted(scene, "oom_kill")
    ours = [e for e in scene.all("oom") if e["verdict"] and not e["memcg"]]
    marked = scene.theirs("mark_victim")
    print(f"# oom: {len(ours)} records with a kill, {len(marked)} marked, "
          f"vmstat {kills}")
    # It also says yes where a task will exit anyway: those kill nobody.
    alone = [e for e in marked if not any(
        o["time_ns"] - o["latency_ns"] <= e["time_ns"] <= o["time_ns"]
        and o["pid"] == e["common_pid"] for o in ours)]
    scene.judge(kills and kills == len(marked) and not alone,
                "each kill was inside a record that says so", *alone)
    told = sum(e["ooms"] for e in scene.all("slow_end"))
    scene.judge(told == len(scene.all("oom")), "the runs count as many", told)
    # Who has used the reserves of victims, and is killed again, gives up.
    wrong = [around for e in ours for around, spent in [beside(scene, e)]
             if around != ("oom", "failed", "end" if spent else "oom")]
    scene.judge(not wrong, "before each was a last look at high, which failed, and "
                "after it the run went round again for that", *wrong)
    wakes = scene.all("wake")
    hopeless = [e for e in wakes if e["verdict"] == "hopeless"]
    wrong = [e for e in wakes if e["verdict"] in ("hopeless", "woken") and
             (e["failures"] >= 16) != (e["verdict"] == "hopeless")]
    scene.judge(hopeless and not wrong, "requests for hopeless nodes wake nobody",
                *wrong[:3])


def victim(scene):
    task = int(text("victim.task"))
    killed = [e for e in scene.theirs("mark_victim") if e["pid"] == task]
    ends = [e for e in scene.all("slow_end", pid=task, order=0)
            if "NOMEMALLOC" in e["gfp"]][-1:]
    # As long as the kernel says that enough can be reclaimed, it does go round.
    late = [e for event in ("retry", "reclaim_retry")
            for e in scene.all(event, pid=task)
            if killed and e["time_ns"] > killed[0]["time_ns"]]
    after = [e for e in late if e["event"] == "retry" and
             (e["reason"] != "reclaim" or not e["observed"])]
    yes = sum(e["event"] == "reclaim_retry" and e["verdict"] for e in late)
    again = sum(e["event"] == "retry" for e in late)
    scene.judge(int(text("victim.got")) > 10000 and len(killed) == 1 and
                ends and ends[0]["time_ns"] > killed[0]["time_ns"] and
                ends[0]["result"] == "failed" and not ends[0]["reserves"] and
                not after and again <= yes + 1,
                "who was killed and may not use the reserves gave up, and did not go "
                "round for that", *killed, *ends, *after)


def beside(scene, oom):
    """The attempt before a call of the OOM killer and the retry after it; and whether
    its round began with the reserves of victims."""
    own = [e for e in scene.events if e.get("pid") == oom["pid"] and
           e["event"] in ("attempt", "retry", "slow_end")]
    before = [e for e in own if e["time_ns"] <= oom["time_ns"] - oom["latency_ns"]
              and e["event"] == "attempt"][-1:]
    after = [e for e in own if e["time_ns"] >= oom["time_ns"] and
             e["event"] != "attempt"][:1]
    heads = [e for e in own if e["time_ns"] < oom["time_ns"] and
             e.get("kind") in ("slow", "reserve")]
    around = (*[(e["kind"], e["result"]) for e in before][0],
              *[e.get("reason", "end") for e in after]) if before else None
    return around, heads and "OOM" in heads[-1]["alloc_flags"].split("|")
